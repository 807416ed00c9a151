// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionModelException;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when an engine can't be reached, refuses a request or breaks off its answer. The message names engine, URL and remedy,
 * and quotes neither texts nor keys.
 */
public final class RemoteEngineException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    private final String url;
    private final int status;
    private final Kind kind;
    private final @Nullable Duration retryAfter;

    RemoteEngineException(Kind kind, String url, String message, @Nullable Throwable cause) {
        this(kind, new Answer(url, 0, null), message, cause);
    }

    RemoteEngineException(Kind kind, Answer answer, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.url = answer.url();
        this.status = answer.status();
        this.retryAfter = answer.retryAfter();
    }

    /** Returns the base URL, without user info and query. */
    public String url() {
        return url;
    }

    /** Returns the HTTP status, if the engine answered with one that is an error. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    @Override
    public boolean retryable() {
        return kind != Kind.REFUSED;
    }

    /** Returns true if the request is sent again at once, unless the caller has already received a part of the answer. */
    boolean resendable() {
        return kind == Kind.UNREACHABLE || kind == Kind.BUSY;
    }

    /** Returns the exception of a call whose listener has received text, which can't be made again except by its caller. */
    RemoteEngineException afterText() {
        return resendable()
                ? new RemoteEngineException(
                        Kind.BROKEN,
                        new Answer(url, status, null),
                        getMessage() + "; a part of the text was already passed on",
                        this)
                : this;
    }

    /** Returns true if the failure counts towards the ejection of the URL. */
    boolean countsAgainstUrl() {
        return kind == Kind.UNREACHABLE || kind == Kind.BROKEN;
    }

    /** Returns the time after which the engine asks to be called again, or null. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The kinds of failures. */
    enum Kind {
        /** No connection, a connection that broke, or a gateway without an engine behind it. */
        UNREACHABLE,
        /** The engine has too much to do. */
        BUSY,
        /** The engine answered with an error of its own, or with nonsense. */
        BROKEN,
        /** The same request fails again. */
        REFUSED
    }

    /**
     * The origin of a failure.
     *
     * @param url the base URL
     * @param status the HTTP status, or 0
     * @param retryAfter the time after which the engine asks to be called again, or null
     */
    record Answer(String url, int status, @Nullable Duration retryAfter) {}
}
