-- What Kong 3.9 tells an upstream about the client, on top of nginx's realip module.
local forwarded_headers = {}

-- Whoever asks first fixes what everybody sees: a header cleared later is still in this table, one cleared before is
-- not. The lookup takes x_forwarded_for for X-Forwarded-For, but a header really spelt so comes first; headers beyond
-- the limit are not in the table at all.
local function request_headers(limit)
  ngx.ctx.request_headers = ngx.ctx.request_headers or ngx.req.get_headers(limit)
  return ngx.ctx.request_headers
end

local function first_line(name)
  local value = ngx.ctx.request_headers[name]
  return type(value) == "table" and value[1] or value
end

forwarded_headers.read = request_headers

-- The router reads the table: a route by the header X-Real-IP is taken if one of its lines is the address.
function forwarded_headers.route(address, taken, limit)
  request_headers(limit)
  local lines = ngx.ctx.request_headers["x_real_ip"]
  for _, line in ipairs(type(lines) == "table" and lines or { lines }) do
    if line == address then
      return ngx.exit(taken)
    end
  end
end

-- A plugin reads nginx's variable: requests are counted for each value of X-Real-IP, without one for each client.
function forwarded_headers.limit(most, refused)
  local var = ngx.var
  local count = ngx.shared.limits:incr(var.http_x_real_ip or var.remote_addr, 1, 0)
  if count > most then
    return ngx.exit(refused)
  end
end

-- port_maps: from the port of the listener to the port that the outside dials.
function forwarded_headers.set(route_prefix, https_only, port_maps, limit)
  local var = ngx.var
  request_headers(limit)
  local peer = var.realip_remote_addr
  local function believed(name)
    return var.peer_is_trusted == "1" and first_line(name) or nil
  end

  local proto = believed("x_forwarded_proto") or var.scheme
  if https_only and proto ~= "https" then
    if var.content_type == "application/grpc" then
      ngx.header["Content-Type"] = "application/grpc"
      ngx.header["grpc-status"] = 1
      ngx.header["grpc-message"] = "gRPC request matched gRPCs route"
      ngx.eof()
      return ngx.exit(200)
    end
    ngx.status = 426
    ngx.header["Upgrade"] = "TLS/1.2, HTTP/1.1"
    ngx.say("Please use HTTPS protocol")
    return ngx.exit(426)
  end

  local chain = first_line("x_forwarded_for")
  var.x_forwarded_for = chain and chain .. ", " .. peer or var.remote_addr
  var.x_forwarded_proto = proto
  var.x_forwarded_host = believed("x_forwarded_host") or var.host
  var.x_forwarded_port = believed("x_forwarded_port") or port_maps[var.server_port] or var.server_port
  var.x_forwarded_path = believed("x_forwarded_path") or var.request_uri:match("^[^?]*")
  var.x_forwarded_prefix = believed("x_forwarded_prefix") or route_prefix
end

return forwarded_headers
