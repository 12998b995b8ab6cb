/*
 * The subnets in what the clouds' own commands print as JSON.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html
 * @see https://cloud.google.com/compute/docs/reference/rest/v1/subnetworks
 * @see https://learn.microsoft.com/rest/api/virtualnetwork/subnets/list
 */

type Fields = Readonly<Record<string, unknown>>;

/** Every CIDR block of every subnet; nothing for what is not such an answer. */
export function subnetsIn(answer: unknown): string[] {
  const subnets = isFields(answer) && Array.isArray(answer.Subnets) ? answer.Subnets : answer;
  const all: unknown[] = Array.isArray(subnets) ? subnets : [subnets];
  return all.filter(isFields).flatMap((subnet) => [...ofAws(subnet), ...ofGoogle(subnet), ...ofAzure(subnet)]);
}

function ofAws({ CidrBlock, Ipv6CidrBlockAssociationSet: ipv6 }: Fields): string[] {
  const associated = Array.isArray(ipv6) ? ipv6.filter(isFields).filter(isAssociated) : [];
  return texts(CidrBlock, ...associated.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock));
}

function isAssociated({ Ipv6CidrBlockState: state }: Fields): boolean {
  return !isFields(state) || state.State === 'associated';
}

/** Pods and Services have secondary ranges: no balancer dials from there. */
function ofGoogle({ ipCidrRange, ipv6CidrRange }: Fields): string[] {
  return texts(ipCidrRange, ipv6CidrRange);
}

function ofAzure({ addressPrefix, addressPrefixes }: Fields): string[] {
  const prefixes = Array.isArray(addressPrefixes) ? addressPrefixes : [];
  return texts(addressPrefix, ...prefixes);
}

function texts(...values: readonly unknown[]): string[] {
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
