/** The networks of Google's front ends. @see https://cloud.google.com/load-balancing/docs/https#how-connections-work */
export const GOOGLE_FRONT_ENDS = ['35.191.0.0/16', '130.211.0.0/22', '2600:2d00:1:1::/64', '2600:2d00:1:b029::/64'];
