// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.stream.Stream;

/** Describes why an upstream model did not answer, without foreign messages, which may hold texts, addresses and keys. */
final class UpstreamFailure {

    private UpstreamFailure() {}

    /**
     * Returns the reason.
     *
     * @param chain the failure and its causes, outermost first
     */
    static String of(Stream<Throwable> chain) {
        List<Throwable> causes = chain.toList();
        return causes.stream()
                .map(UpstreamFailure::known)
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElseGet(() ->
                        "it failed (" + causes.get(causes.size() - 1).getClass().getSimpleName() + ")");
    }

    private static String known(Throwable cause) {
        if (cause instanceof HttpException http) {
            return "it answered with status " + http.statusCode() + remedy(http.statusCode());
        }
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return "it did not answer in time";
        }
        boolean unreachable = cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof UnresolvedModelServerException;
        return unreachable ? "nothing answers at this address" : "";
    }

    private static String remedy(int status) {
        return switch (status) {
            case 400, 422 -> ", so it does not take such a request; its own log may say why";
            case 401, 403 -> ", so it refuses the key; check OPENAI_API_KEY";
            case 404 -> ", so it has no such address or model; check OPENAI_BASE_URL and OPENAI_MODEL";
            case 429 -> ", so there were too many requests, or the account is used up; try again later";
            default -> status < 500 ? "" : ", so it is out of order or not ready yet; try again later";
        };
    }
}
