/**
 * What becomes of the client's address at a gateway. Of several public ways in, the worst one counts.
 */
export enum ClientIpVerdict {
  /** Honest traffic is refused on at least one public port, or pods or balancer do not come up. */
  BROKEN = 'broken',
  /** A client of a public entrance can choose the address that Kong believes. */
  FORGEABLE = 'forgeable',
  /** Every client has the address of a proxy or a node, which no client can choose. */
  LOST = 'lost',
  /** The input does not say. The report asks what would decide. */
  UNKNOWN = 'unknown',
  /** The address is the client's on every public way. */
  KEPT = 'kept',
}

/**
 * How bad a finding is.
 */
export enum ClientIpLevel {
  /** The address is lost or can be forged, or traffic is refused. */
  ERROR = 'error',
  /** Something nearby is wrong, or right by luck only. */
  WARNING = 'warning',
  /** Something to know, or that the input does not tell. */
  NOTE = 'note',
}

/**
 * One cause, and its place.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/rules.md
 */
export interface ClientIpFinding {
  /** The rule, such as `traffic-policy-cluster`. docs/rules.md has a section for each. */
  readonly rule: string;

  /** How bad it is. */
  readonly level: ClientIpLevel;

  /** The object to mend, as `Kind/namespace/name`. */
  readonly object: string;

  /**
   * The field of the object, such as `spec.externalTrafficPolicy`. If it is absent from the object, it belongs there.
   *
   * @default - the object as a whole
   */
  readonly field?: string;

  /**
   * The file with the object.
   *
   * @default - none: the object does not come from a file
   */
  readonly file?: string;

  /**
   * The line of the field, or of the nearest field around it, from 1.
   *
   * @default - none: the object does not come from a file
   */
  readonly line?: number;

  /**
   * The column at which the field begins, from 1.
   *
   * @default - none: the object does not come from a file
   */
  readonly column?: number;

  /** What an attacker gains, or what breaks. */
  readonly why: string;

  /** What to write instead. */
  readonly mend: string;

  /**
   * The value of Kong's Helm charts that decides the field, such as `proxy.externalTrafficPolicy`.
   *
   * @default - the object was not rendered by one of these charts
   */
  readonly helmValue?: string;

  /**
   * The reason for which the finding was acknowledged. It is still shown, and fails nothing.
   *
   * @default - not acknowledged
   */
  readonly acknowledged?: string;
}

/**
 * One step of a request on its way to Kong.
 */
export interface ClientIpHop {
  /** The entrance and its ports, such as `Service/kong/kong-proxy, ports 80, 443`. */
  readonly entrance: string;

  /**
   * What is supposed of the entrance, such as `it replaces X-Forwarded-For`: each supposition has its own way.
   *
   * @default - nothing is supposed, since the input tells what is there
   */
  readonly supposing?: string;

  /** Who takes the step: the client, the CDN, the balancer, the node, Kong, or an attacker. */
  readonly hop: string;

  /**
   * The address that it dials from.
   *
   * @default - none: it passes packets on as they come, or is Kong
   */
  readonly dialsFrom?: string;

  /**
   * Where it goes on to, such as `port 8000` of the pod.
   *
   * @default - the next step
   */
  readonly to?: string;

  /** The next hop that it dials, from which address, and what it adds or rewrites. */
  readonly does: string;
}

/**
 * Something that would decide, and that the input does not tell.
 */
export interface ClientIpQuestion {
  /** The question. */
  readonly question: string;

  /** What answers it: an option such as `--nodes`, or what to add to the input. */
  readonly answer: string;
}

/**
 * What was found about one gateway.
 */
export interface ClientIpGatewayReport {
  /** The workload that proxies, as `Kind/namespace/name`. */
  readonly gateway: string;

  /**
   * What installs it, such as `Application/argocd/kong`, `helm_release.kong` or a values file.
   *
   * @default - its own manifest
   */
  readonly installedBy?: string;

  /**
   * The file in which the workload is written, or what installs it.
   *
   * @default - none: the workload does not come from a file
   */
  readonly file?: string;

  /** What becomes of the client's address. */
  readonly verdict: ClientIpVerdict;

  /**
   * Bad verdicts that hold as well, on other ports or ways in than the worst one. A gateway that is broken on port
   * 443 may be forgeable on port 80.
   */
  readonly also: ClientIpVerdict[];

  /** Causes and remarks, errors first. */
  readonly findings: ClientIpFinding[];

  /** The way of a request, hop by hop, for each public way that differs. */
  readonly path: ClientIpHop[];

  /** What the verdict depends on, and who can tell. */
  readonly questions: ClientIpQuestion[];
}

/**
 * A document that could not be read.
 */
export interface ClientIpUnreadable {
  /** The name of the text. */
  readonly file: string;

  /** The line, from 1. */
  readonly line: number;

  /** What is wrong with it. */
  readonly message: string;
}

/**
 * Something that looks like Kong, and could not be judged.
 */
export interface ClientIpNotJudged {
  /** The file or folder. */
  readonly path: string;

  /** The line, from 1. */
  readonly line: number;

  /** Why it could not be judged. */
  readonly why: string;

  /** The command whose output can be judged. */
  readonly run: string;
}

/**
 * How much was read.
 */
export interface ClientIpRead {
  /** The files in the input. */
  readonly files: number;

  /** The Kubernetes objects, those that charts make included. */
  readonly objects: number;

  /** The releases of Kong's charts that the files install. */
  readonly releases: number;

  /** The files that were passed over: templates of charts, and what kustomize has to build first. */
  readonly skipped: number;
}

/**
 * What was found in manifests.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/check.md#how-it-judges
 */
export interface ClientIpReport {
  /** One report per gateway. */
  readonly gateways: ClientIpGatewayReport[];

  /** Documents that could not be read. All others were. */
  readonly unreadable: ClientIpUnreadable[];

  /** What looks like Kong, and could not be judged. */
  readonly notJudged: ClientIpNotJudged[];

  /** How much was read. */
  readonly read: ClientIpRead;
}
