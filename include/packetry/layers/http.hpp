// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/octets.hpp>
#include <packetry/layer/http_codecs.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/numbers/ports.hpp>

#include <string_view>

namespace packetry {

/// Head of an HTTP/1 request (RFC 9112 section 3): the first line and the headers. The body is what stands above.
///
/// Nothing is added: a body needs its Content-Length from you. All is text, sent as it is.
///
/// \code
/// tcp{.flags = "PA"} / http_request{.Path = "/", .headers = {{"Host", "2013.hack.lu"}, {"Connection", "close"}}}
/// \endcode
struct http_request {
  octets Method = "GET", Path = "/", Http_Version = "HTTP/1.1";
  http_headers headers{};

  static constexpr std::string_view name = "HTTPRequest", title = "HTTP Request";
  static constexpr number ids[] = {tcp_port::http, tcp_port::http_alt};
  // clang-format off
  static constexpr auto wire = layout{
      field{"Method",       &http_request::Method,       detail::http_part_codec<detail::http_method>{}},
      field{"Path",         &http_request::Path,         detail::http_part_codec<detail::http_path>{}},
      field{"Http_Version", &http_request::Http_Version, detail::http_part_codec<detail::http_version_last>{}},
      field{"headers",      &http_request::headers,      detail::http_headers_codec{}},
  };
  // clang-format on
  friend constexpr bool operator==(const http_request&, const http_request&) = default;
};

/// Head of an HTTP/1 response (RFC 9112 section 4).
///
/// \code
/// http_response{.Status_Code = "404", .Reason_Phrase = "Not Found", .headers = {{"Content-Length", "0"}}}
/// \endcode
struct http_response {
  octets Http_Version = "HTTP/1.1", Status_Code = "200", Reason_Phrase = "OK";
  http_headers headers{};

  static constexpr std::string_view name = "HTTPResponse", title = "HTTP Response";
  static constexpr number ids[] = {tcp_port::http, tcp_port::http_alt};
  // clang-format off
  static constexpr auto wire = layout{
      field{"Http_Version",  &http_response::Http_Version,  detail::http_part_codec<detail::http_version_first>{}},
      field{"Status_Code",   &http_response::Status_Code,   detail::http_part_codec<detail::http_status>{}},
      field{"Reason_Phrase", &http_response::Reason_Phrase, detail::http_reason_codec{}},
      field{"headers",       &http_response::headers,       detail::http_headers_codec{}},
  };
  // clang-format on
  friend constexpr bool operator==(const http_response&, const http_response&) = default;
};

}  // namespace packetry
