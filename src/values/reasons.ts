/*
 * Why each value is there, in a sentence above it.
 */

type Reason = readonly [where: RegExp, why: string | ((value: string) => string)];

/** Of variables, by their names without `KONG_`. */
const VARIABLES: readonly Reason[] = [
  [/^trusted_ips$/, 'Kong believes what these networks send about the client. Any host in them can claim any address.'],
  [
    /^real_ip_header$/,
    (value) =>
      value === 'proxy_protocol'
        ? "The client's address comes in the PROXY protocol header of the connection."
        : "The header in which the client's address comes.",
  ],
  [
    /^real_ip_recursive$/,
    (value) =>
      value === 'on'
        ? 'Kong walks the list of hops from its end over every trusted proxy to the client. ' +
          'In quotes, or YAML makes it a boolean.'
        : 'Kong takes the last hop, which the balancer wrote. In quotes, or YAML makes it a boolean.',
  ],
  [
    /^nginx_proxy_more_clear_input_headers$/,
    'Forwarded headers that a client must not write are removed before Kong reads them.',
  ],
  [
    /^request_debug$/,
    'Otherwise Kong reads the headers before they are removed. In quotes, or YAML makes it a boolean.',
  ],
  [/^lua_max_req_headers$/, "The balancer writes its header behind the client's: Kong must read all of them."],
  [/^proxy_listen$/, 'The listeners. All that the balancer sends a PROXY header to expect one, and no other.'],
  [/^stream_listen$/, 'Further listeners, with the same flags.'],
  [/^port_maps$/, 'The port that clients dial for each port of the pod, for X-Forwarded-Port.'],
  [/^status_listen$/, "The status port, for probes and the balancer's health checks. It never expects a PROXY header."],
];

/** Of values of the chart, by their paths. */
const VALUES: readonly Reason[] = [
  [/annotations\.kong-client-ip\/load-balancer$/, 'Tells the check which load balancer this is.'],
  [/^proxy\.annotations\..*$/, 'A setting of the load balancer.'],
  [/^proxy\.ingress\.annotations\..*$/, 'A setting of the load balancer.'],
  [
    /^proxy\.type$/,
    (value) =>
      value === 'ClusterIP'
        ? 'The load balancer is made of an Ingress, and the Service is for the cluster.'
        : 'The load balancer is made of the Service.',
  ],
  [
    /^proxy\.externalTrafficPolicy$/,
    (value) =>
      value === 'Local'
        ? 'Only nodes with a pod of Kong get traffic, and they leave the source of packets as it is.'
        : "Every node takes traffic. It hides the source of packets, and the client's address comes otherwise.",
  ],
  [
    /^proxy\.loadBalancerClass$/,
    'Which controller makes the load balancer. It cannot be changed on a Service that exists.',
  ],
  [/^proxy\.loadBalancerSourceRanges$/, 'Who may connect to the load balancer.'],
  [
    /^proxy\.(http|tls)\.parameters$/,
    (value) =>
      value.includes('proxy_protocol')
        ? "The listener expects a PROXY header on every connection. The list replaces the chart's."
        : "The listener expects no PROXY header. The list replaces the chart's.",
  ],
  [/^proxy\.tls\.overrideServiceTargetPort$/, "The balancer ends TLS, so its port leads to Kong's plain one."],
  [
    /^proxy\.tls\.enabled$/,
    (value) =>
      value === 'false'
        ? "The balancer ends TLS. The chart's Ingress would lead to the port for TLS if there was one."
        : 'Kong ends TLS.',
  ],
  [/^proxy\.(http|tls)\.nodePort$/, 'The port of the nodes that the balancer dials.'],
  [/^proxy\.stream$/, 'Further ports of the Service. Their listeners stand in env.stream_listen.'],
  [
    /^proxy\.ingress\.enabled$/,
    (value) =>
      value === 'true' ? 'The load balancer is made of an Ingress.' : 'The load balancer is made of the Service.',
  ],
  [/^proxy\.ingress\.ingressClassName$/, 'Which controller makes the load balancer.'],
  [/^proxy\.ingress\.(hosts|path|pathType)$/, 'Every request goes to Kong.'],
  [
    /^proxy\.(addresses|ipFamilies|ipFamilyPolicy)$/,
    'Over which families Kong is reached: nodes without IPv6 cannot start a listener on it.',
  ],
  [/^proxy\.(http|tls)\..*$|^proxy\.enabled$/, "A port of the Service, and Kong's listener behind it."],
  [/^status\..*$/, "The status port, for probes and the balancer's health checks. It never expects a PROXY header."],
  [/^lifecycle\..*$/, 'A pod that ends waits until the load balancer has left it.'],
  [/^terminationGracePeriodSeconds$/, 'Long enough for that wait, and for requests to end.'],
  [/^(pod|deployment)Annotations\..*$/, 'Tells readers of the manifest why Kong trusts every address.'],
];

/** Of the operator's options. */
const OPTIONS: readonly Reason[] = [
  [/annotations\.kong-client-ip\/load-balancer$/, 'Tells the check which load balancer this is.'],
  [/\.services\.ingress\.annotations\..*$/, 'A setting of the load balancer.'],
  [/\.services\.ingress\.type$/, 'The Service that the load balancer is made of.'],
  [/\.services\.ingress\.name$/, 'The Ingress below leads to the Service of this name.'],
  [/\.lifecycle\..*$/, 'A pod that ends waits until the load balancer has left it.'],
  [/\.terminationGracePeriodSeconds$/, 'Long enough for that wait, and for requests to end.'],
  [/\.metadata\.annotations\..*$/, "A mesh must leave Kong's ports alone: it would hide who connects."],
];

/** Why a variable of Kong is there. */
export function whyVariable(name: string, value: string): string | undefined {
  return reasonOf(VARIABLES, name.replace(/^KONG_/, '').toLowerCase(), value);
}

/** Why a value of the chart is there. */
export function whyValue(path: readonly string[], value: string): string | undefined {
  return path[0] === 'env' ? whyVariable(path[1], value) : reasonOf(VALUES, path.join('.'), value);
}

/** Why an option of the operator is there. */
export function whyOption(path: readonly string[], value: string): string | undefined {
  const policy = path[path.length - 1] === 'externalTrafficPolicy';
  return policy ? reasonOf(VALUES, 'proxy.externalTrafficPolicy', value) : reasonOf(OPTIONS, path.join('.'), value);
}

function reasonOf(reasons: readonly Reason[], name: string, value: string): string | undefined {
  const why = reasons.find(([where]) => where.test(name))?.[1];
  return typeof why === 'function' ? why(value) : why;
}
