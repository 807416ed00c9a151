// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.net.http.HttpResponse;

/**
 * Describes refusals of the hub.
 *
 * <p>Without a token, the hub answers 401 for repositories that are private and for those that don't exist alike; its header
 * {@code X-Error-Code} says more.
 */
final class HubErrors {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private HubErrors() {}

    static HubException of(HubSource source, HubHttp http, HttpResponse<?> response) {
        String code = response.headers().firstValue("X-Error-Code").orElse("");
        String invalid = response.headers().firstValue("X-Error-Message").orElse("");
        String page = http.endpoint() + "/" + source.repository();
        int status = response.statusCode();
        String problem = switch (code) {
            case "GatedRepo" -> gated(page, http);
            case "RevisionNotFound" ->
                "the repository has no revision '" + source.revisionOrMain() + "'; see " + page
                        + "/tree/main for its branches";
            case "EntryNotFound" -> "the repository has no such file at this revision; see " + page;
            case "RepoNotFound" -> notFound(page, http);
            default ->
                invalid.startsWith("Invalid credentials")
                        ? "the hub does not know the token; replace it (HF_TOKEN, or the file that 'hf auth login' wrote)"
                        : byStatus(status, page, http);
        };
        return new HubException(source + ": " + problem + " (status " + status + ")");
    }

    private static String byStatus(int status, String page, HubHttp http) {
        return switch (status) {
            case UNAUTHORIZED -> notFound(page, http);
            case FORBIDDEN ->
                http.token() == null
                        ? "access is refused; if " + page + " is gated, accept its terms there and set HF_TOKEN"
                        : "the token may not read it; give the token read access, and if " + page
                                + " is gated, accept its terms there";
            case NOT_FOUND -> notFound(page, http);
            default -> "the hub refused the request; check HF_ENDPOINT, which is " + http.endpoint();
        };
    }

    private static String gated(String page, HubHttp http) {
        return "the model is gated; accept its terms at " + page
                + (http.token() == null
                        ? ", then set HF_TOKEN to a token of that account"
                        : " with the token's account");
    }

    private static String notFound(String page, HubHttp http) {
        return "there is no model at " + page + ", or it is private; check the spelling"
                + (http.token() == null ? ", or set HF_TOKEN" : ", and that the token may read it");
    }
}
