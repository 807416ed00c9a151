// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.remote.RemoteEngineException.Answer;
import io.github.aligner4j.remote.RemoteEngineException.Kind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns failures of one URL into exceptions that say which engine, which URL and what to do. Messages of engines may quote prompts,
 * so only a type of theirs, of plain letters, is repeated.
 *
 * @param title the engine's name
 * @param url the base URL
 * @param clock the clock for dates in {@code Retry-After}
 */
record HttpFailures(String title, String url, InstantSource clock) {

    private static final Pattern WORD = Pattern.compile("[A-Za-z_ -]{1,60}");

    /** The words of vLLM and SGLang for a prompt that is too long. */
    private static final Pattern CONTEXT = Pattern.compile("context length (?:is|of)(?: only)? (\\d{1,9})");

    private static final Pattern PROMPT = Pattern.compile("(\\d{1,9}) (?:input |prompt )?tokens|\\((\\d{1,9}) in the");

    /** Returns the exception for a failure of the connection. */
    RemoteEngineException connection(Throwable failure) {
        Throwable cause = root(failure);
        if (find(failure, SSLException.class) != null) {
            return new RemoteEngineException(
                    Kind.REFUSED, url, "TLS with " + place() + " failed: " + tls(failure), cause);
        }
        if (find(failure, UnknownHostException.class) != null
                || find(failure, UnresolvedAddressException.class) != null) {
            return unreachable("the host name of " + place() + " can't be resolved; check base-url and DNS", cause);
        }
        if (failure instanceof HttpConnectTimeoutException || find(failure, ConnectException.class) != null) {
            return unreachable(
                    "no connection to " + place() + "; start the engine, and check base-url, port and firewall"
                            + (url.startsWith("https:")
                                    ? "; if it speaks plain HTTP, begin base-url with http://"
                                    : ""),
                    cause);
        }
        return unreachable(
                "the connection to " + place() + " broke (" + cause.getClass().getSimpleName()
                        + "); look into the engine's log, it may have been restarted",
                cause);
    }

    private RemoteEngineException unreachable(String message, Throwable cause) {
        return new RemoteEngineException(Kind.UNREACHABLE, url, message, cause);
    }

    /** Returns the exception for an engine that sends nothing for too long. */
    RemoteEngineException silent(Duration silence) {
        return broken("sent nothing for " + silence.toSeconds()
                + " s; look into the engine's log, or raise response-timeout if it is that slow");
    }

    /** Returns the exception for an answer that makes no sense. */
    RemoteEngineException broken(String what) {
        return new RemoteEngineException(Kind.BROKEN, url, place() + " " + what, null);
    }

    /** Returns the exception for a stream that ended before the answer did; the same request may succeed at once. */
    RemoteEngineException cutOff(String what) {
        return new RemoteEngineException(
                Kind.UNREACHABLE, url, place() + " " + what + "; look into the engine's log", null);
    }

    /** Returns the exception for something that fails again when it is tried again. */
    RemoteEngineException refused(String message) {
        return new RemoteEngineException(Kind.REFUSED, url, message, null);
    }

    /** Returns the exception for an error that the engine reports in an answer with status 200. */
    CompletionModelException reported(JsonNode error) {
        CompletionModelException tooLong = tooLong(error);
        int code = Json.number(error, "/code");
        if (tooLong != null) {
            return tooLong;
        }
        return code >= 400 && code < 500
                ? refused(place() + " refused the request" + type(error) + "; look into the engine's log")
                : broken("reported an error" + type(error) + "; look into the engine's log");
    }

    /** Returns the exception for an HTTP status that is no success. */
    CompletionModelException status(int status, HttpHeaders headers, @Nullable JsonNode body) {
        JsonNode error = body == null ? Json.MAPPER.missingNode() : body.has("error") ? body.get("error") : body;
        CompletionModelException tooLong = status == 400 || status == 422 ? tooLong(error) : null;
        if (tooLong != null) {
            return tooLong;
        }
        Answer answer = new Answer(url, status, retryAfter(headers));
        String message = place() + " answered with status " + status + type(error) + "; " + remedy(status);
        return new RemoteEngineException(kind(status), answer, message, null);
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 429 -> Kind.BUSY;
            case 502, 503 -> Kind.UNREACHABLE;
            default -> status >= 500 || status == 408 ? Kind.BROKEN : Kind.REFUSED;
        };
    }

    private static String remedy(int status) {
        return switch (status) {
            case 400, 413, 422 -> "the engine's log says which field it refused; check that engine names its kind";
            case 401, 403 -> "check api-key";
            case 404, 405 -> "check base-url, and that engine and model name what runs there";
            case 429 -> "it has too many requests; retry later, or lower max-concurrent-requests";
            case 502, 503, 504 -> "no engine behind it is ready; it may still be loading its model";
            default -> status < 400 ? "set base-url to the place that it redirects to" : "look into the engine's log";
        };
    }

    /** llama.cpp reports the numbers as fields, vLLM and SGLang in a sentence. */
    private static @Nullable PromptTooLongException tooLong(JsonNode error) {
        int context = Json.number(error, "/n_ctx");
        int prompt = Json.number(error, "/n_prompt_tokens");
        if (context > 0 && prompt > 0) {
            return new PromptTooLongException(prompt, 0, context);
        }
        String message = error.isString() ? error.stringValue() : Json.string(error, "/message");
        Matcher found = CONTEXT.matcher(message == null ? "" : message);
        if (!found.find()) {
            return null;
        }
        Matcher tokens = PROMPT.matcher(message == null ? "" : message.substring(found.end()));
        int read = tokens.find() ? Integer.parseInt(tokens.group(1) == null ? tokens.group(2) : tokens.group(1)) : 0;
        return new PromptTooLongException(read, 0, Integer.parseInt(found.group(1)));
    }

    private static String type(JsonNode error) {
        String type = Json.string(error, "/type");
        return type != null && WORD.matcher(type).matches() ? " (" + type + ")" : "";
    }

    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(clock.instant(), date);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String tls(Throwable failure) {
        if (find(failure, CertPathBuilderException.class) != null) {
            return "its certificate is signed by no authority that this JVM trusts; add the authority to the trust"
                    + " store, or set an SSLContext that trusts it";
        }
        if (find(failure, CertificateException.class) != null) {
            return "its certificate is not valid for this host or date; use the host name of the certificate, or renew"
                    + " it";
        }
        return "if it speaks plain HTTP, begin base-url with http://; else compare the TLS versions of both sides";
    }

    private String place() {
        return title + " at " + url;
    }

    private static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }

    private static Throwable root(Throwable failure) {
        Throwable at = failure;
        while (at instanceof java.util.concurrent.CompletionException && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
