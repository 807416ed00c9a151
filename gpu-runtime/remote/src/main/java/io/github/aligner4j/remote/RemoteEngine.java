// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.EngineStatistics;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An inference engine behind HTTP: one model at one URL or several. {@link RemoteCompletionModel} and {@link RemoteChatModel} send
 * requests to it.
 *
 * <p>HTTP is the JDK's client: {@code langchain4j-http-client-jdk} depends on LangChain4j's core, and its streams can't be closed
 * while they wait. Version 1.1 is spoken, since closing a connection then tells the engine to stop, and some engines lose the body
 * of a request that asks for HTTP/2.
 *
 * <p>Safe for use by several threads. The key is never printed.
 */
@Incubating
public final class RemoteEngine {

    private final EngineProfile profile;
    private final String model;
    private final @Nullable String adapter;
    private final int contextTokens;
    private final InstantSource clock;
    private final EndpointPool pool;
    private final CallQueue queue;
    private final RetryLoop retries;
    private final EngineProbe probe;
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    private RemoteEngine(Builder builder) {
        this.profile = builder.profile;
        this.model = builder.model;
        this.adapter = builder.adapter;
        this.contextTokens = builder.contextTokens == 0 ? profile.contextTokens() : builder.contextTokens;
        this.clock = builder.clock;
        this.pool = new EndpointPool(profile.title(), builder.endpoints(), clock);
        this.queue = new CallQueue(builder.maxConcurrentRequests, builder.maxQueuedRequests);
        this.retries = new RetryLoop(pool, builder.retries, builder.pause);
        this.probe = new EngineProbe(profile, model, adapter, contextTokens);
    }

    /**
     * Returns a builder of an engine by the name of its profile.
     *
     * @param engine one of {@link EngineProfile#names()}
     */
    public static Builder builder(String engine) {
        return new Builder(EngineProfile.byName(engine));
    }

    /** Returns a builder of an engine with a profile of one's own. */
    public static Builder builder(EngineProfile profile) {
        return new Builder(Objects.requireNonNull(profile, "profile"));
    }

    /** Returns the profile. */
    public EngineProfile profile() {
        return profile;
    }

    /** Returns the state of the URLs, without asking them. */
    public RemoteStatus status() {
        return new RemoteStatus(
                profile.name(),
                queue.running(),
                queue.queued(),
                pool.endpoints().stream().map(Endpoint::status).toList());
    }

    /** Returns the numbers of calls for meters, without asking the engine; tokens and memory are not known here. */
    public EngineStatistics statistics() {
        return EngineStatistics.of(
                status().available(),
                new EngineStatistics.Requests(
                        queue.queued(), queue.running(), completed.sum(), failed.sum(), queue.rejected()));
    }

    /**
     * Probes every URL that was not probed yet.
     *
     * @param raw true to find out, too, if prompts are read as they are sent
     * @throws RemoteEngineException if a URL refuses, or no URL can be reached
     */
    void probe(boolean raw) {
        Call call = call(Cancellation.never(), null);
        RemoteEngineException unreachable = null;
        int reached = 0;
        for (Endpoint endpoint : pool.endpoints()) {
            try {
                ProbedEngine unused = probed(endpoint, raw, call);
                reached++;
            } catch (RemoteEngineException e) {
                if (!e.retryable()) {
                    throw e;
                }
                unreachable = e;
            }
        }
        if (reached == 0 && unreachable != null) {
            throw unreachable;
        }
    }

    private ProbedEngine probed(Endpoint endpoint, boolean raw, Call call) {
        return endpoint.probed(raw, () -> probe.probe(endpoint.transport(), raw, call));
    }

    /** Waits for its turn, and makes a call, if necessary several times and to several URLs. */
    <T> T call(Call call, int affinity, boolean raw, BiFunction<Transport, ProbedEngine, T> request) {
        call.requireWanted("waiting for " + profile.title());
        queue.enter(call);
        try {
            T result = send(call, affinity, raw, request);
            completed.increment();
            return result;
        } catch (CorrectionCancelledException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failed.increment();
            throw e;
        } finally {
            queue.leave();
        }
    }

    /** Makes a call unless the engine is busy; then does nothing. */
    <T> void callIfIdle(Call call, int affinity, boolean raw, BiFunction<Transport, ProbedEngine, T> request) {
        if (!queue.tryEnterIdle()) {
            return;
        }
        try {
            T unused = send(call, affinity, raw, request);
        } finally {
            queue.leave();
        }
    }

    private <T> T send(Call call, int affinity, boolean raw, BiFunction<Transport, ProbedEngine, T> request) {
        return retries.run(
                affinity, call, endpoint -> request.apply(endpoint.transport(), probed(endpoint, raw, call)));
    }

    Call call(Cancellation cancellation, @Nullable Instant deadline) {
        return new Call(cancellation, deadline, clock);
    }

    /** Returns the names of model and adapter at the engine, whose files are not read here. */
    AlignerDescription description() {
        AlignerDescription described = AlignerDescription.ofModel(model, null);
        return adapter == null ? described : described.withAdapter(adapter, null);
    }

    @Nullable String adapter() {
        return adapter;
    }

    /** Returns the context length to ask for or to keep to, or 0 for the engine's own. */
    int contextTokens() {
        return contextTokens;
    }

    @Override
    public String toString() {
        return "RemoteEngine[" + profile.name() + ", model=" + model + ", "
                + pool.endpoints().stream()
                        .map(endpoint -> endpoint.transport().failures().url())
                        .toList()
                + "]";
    }

    /** Collects the settings of a {@link RemoteEngine}. Not safe for use by several threads. */
    public static final class Builder {

        private final EngineProfile profile;
        private List<URI> baseUrls = List.of();
        private String model = "";
        private @Nullable String adapter;
        private @Nullable String apiKey;
        private @Nullable SSLContext sslContext;
        private int contextTokens;
        private int maxConcurrentRequests = 64;
        private int maxQueuedRequests = 256;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration responseTimeout = Duration.ofMinutes(2);
        private Duration ejection = Duration.ofSeconds(5);
        private RetryPolicy retries = RetryPolicy.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private Pause pause = Pause.REAL;

        private Builder(EngineProfile profile) {
            this.profile = profile;
        }

        /** Sets the URL, with or without {@code /v1} at its end, such as {@code http://gpu-1:8000}. */
        public Builder baseUrl(String baseUrl) {
            return baseUrls(List.of(baseUrl));
        }

        /**
         * Sets the URLs of several engines with the same model.
         *
         * @throws IllegalArgumentException if there is none, or one is no HTTP URL
         */
        public Builder baseUrls(List<String> baseUrls) {
            if (baseUrls.isEmpty()) {
                throw new IllegalArgumentException("base-url must have at least one URL, but has none");
            }
            this.baseUrls = baseUrls.stream().map(BaseUrl::parse).toList();
            return this;
        }

        /** Sets the model by the name that the engine gives it; the only one if none is set. */
        public Builder model(String model) {
            this.model = Objects.requireNonNull(model, "model");
            return this;
        }

        /** Sets the LoRA adapter of requests that name none. */
        public Builder adapter(@Nullable String adapter) {
            this.adapter = adapter;
            return this;
        }

        /** Sets the key that is sent as {@code Authorization: Bearer}, or null for none. */
        public Builder apiKey(@Nullable String apiKey) {
            if (apiKey != null && !apiKey.matches("[!-~]+")) {
                throw new IllegalArgumentException(
                        "api-key must be visible ASCII characters without spaces, but of its " + apiKey.length()
                                + " characters some are others; check for a line break at its end");
            }
            this.apiKey = apiKey;
            return this;
        }

        /** Sets the trust and key material of HTTPS, instead of the JVM's. */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
            return this;
        }

        /**
         * Sets the maximum number of tokens of prompt and completion together, if it is to be lower than the engine's. Ollama is
         * asked for this context.
         */
        public Builder contextTokens(int contextTokens) {
            this.contextTokens = atLeast(1, contextTokens, "context-tokens");
            return this;
        }

        /** Sets the maximum number of requests at a time, to all URLs together; 64 if it is not set. */
        public Builder maxConcurrentRequests(int maxConcurrentRequests) {
            this.maxConcurrentRequests = atLeast(1, maxConcurrentRequests, "max-concurrent-requests");
            return this;
        }

        /** Sets the maximum number of requests that wait for their turn; 256 if it is not set. */
        public Builder maxQueuedRequests(int maxQueuedRequests) {
            this.maxQueuedRequests = atLeast(0, maxQueuedRequests, "max-queued-requests");
            return this;
        }

        /** Sets the maximum time for a connection; 5 s if it is not set. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = positive(connectTimeout, "connect-timeout");
            return this;
        }

        /** Sets the maximum time in which an engine sends nothing; 2 minutes if it is not set. */
        public Builder responseTimeout(Duration responseTimeout) {
            this.responseTimeout = positive(responseTimeout, "response-timeout");
            return this;
        }

        /** Sets the time for which a URL gets no calls after too many failures; 5 s if it is not set. */
        public Builder ejection(Duration ejection) {
            this.ejection = positive(ejection, "ejection");
            return this;
        }

        /** Sets the limits of sending requests again. */
        public Builder retries(RetryPolicy retries) {
            this.retries = Objects.requireNonNull(retries, "retries");
            return this;
        }

        /** Sets the clock that deadlines are compared with. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        Builder pause(Pause pause) {
            this.pause = pause;
            return this;
        }

        /** Returns the engine. It is not called before {@link RemoteCompletionModel} or {@link RemoteChatModel} is created. */
        public RemoteEngine build() {
            if (baseUrls.isEmpty()) {
                throw new IllegalArgumentException("base-url is not set; set the URL of " + profile.title());
            }
            return new RemoteEngine(this);
        }

        private List<Endpoint> endpoints() {
            HttpClient.Builder http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(connectTimeout);
            HttpClient client = (sslContext == null ? http : http.sslContext(sslContext)).build();
            List<Endpoint> endpoints = new ArrayList<>();
            for (URI url : baseUrls) {
                HttpFailures failures = new HttpFailures(profile.title(), url.toString(), clock);
                Transport transport = new Transport(client, url, failures, apiKey, responseTimeout);
                endpoints.add(new Endpoint(transport, ejection, clock));
            }
            return endpoints;
        }

        private static int atLeast(int min, int value, String name) {
            if (value < min) {
                throw new IllegalArgumentException(name + " must be at least " + min + ", but was " + value);
            }
            return value;
        }

        private static Duration positive(Duration value, String name) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be above 0, but was " + value);
            }
            return value;
        }
    }
}
