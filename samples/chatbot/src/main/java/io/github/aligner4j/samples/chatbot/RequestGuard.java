// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses requests that the page never sends: those that name a foreign host (DNS rebinding), those that come from another
 * site's page, and those with a body of more than {@value #MAX_BODY} bytes, which is not read further.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestGuard extends OncePerRequestFilter {

    static final int MAX_BODY = 32 * 1024;

    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final AllowedHosts hosts;
    private final JsonMapper json;

    RequestGuard(AllowedHosts hosts, JsonMapper json) {
        this.hosts = hosts;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        addSecurityHeaders(response);
        try {
            check(request);
            chain.doFilter(new BoundedRequest(request), response);
        } catch (RefusedException refused) {
            answer(response, Problems.of(refused));
        }
    }

    private static void addSecurityHeaders(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    private void check(HttpServletRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        if (!hosts.allows(host)) {
            throw new RefusedException(
                    HttpStatus.FORBIDDEN,
                    "the chatbot is not known by the host name of this request; use localhost or its address, or start"
                            + " it with the name in ALLOWED_HOSTS");
        }
        boolean link =
                request.getMethod().equals("GET") && request.getRequestURI().equals("/");
        if (!link && isForeign(request, host)) {
            throw new RefusedException(HttpStatus.FORBIDDEN, "the request comes from another site's page");
        }
        if (request.getContentLengthLong() > MAX_BODY) {
            throw tooLarge();
        }
    }

    /** Reads the two headers by which browsers name the origin of a request, and which scripts can't set. */
    private static boolean isForeign(HttpServletRequest request, @Nullable String host) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return (site != null && !OWN_SITES.contains(site))
                || (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host));
    }

    private static RefusedException tooLarge() {
        return new RefusedException(
                HttpStatus.CONTENT_TOO_LARGE,
                "the body must have at most " + MAX_BODY + " bytes, but has more: ask something shorter");
    }

    private void answer(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    /** Refuses to read beyond the limit, for bodies without a content length. */
    private static final class BoundedRequest extends ContentCachingRequestWrapper {

        BoundedRequest(HttpServletRequest request) {
            super(request, MAX_BODY);
        }

        @Override
        protected void handleContentOverflow(int limit) {
            throw tooLarge();
        }
    }
}
