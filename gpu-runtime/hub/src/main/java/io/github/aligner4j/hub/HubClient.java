// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Downloads models of the Hugging Face hub into a cache that is shared with {@code huggingface_hub}.
 *
 * <p>Only safetensors, JSON, text and chat templates are downloaded, never pickles or code. Each file is checked against the hash
 * and the size that the hub lists, and appears under its final name only when it is complete. An interrupted download goes on
 * where it stopped. Several processes may download the same model at the same time.
 *
 * <p>The settings are those of {@code huggingface_hub}, from the same environment variables ({@code HF_HOME}, {@code
 * HF_HUB_CACHE}, {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_HUB_OFFLINE} and {@code HTTPS_PROXY} among them), unless the
 * builder sets them. Nothing is sent before {@link #download} is called.
 *
 * <p>Safe for use by several threads.
 */
public final class HubClient {

    private final HubSettings settings;
    private final Disk disk;
    private final RetryPolicy retryPolicy;
    private final DownloadListener listener;
    private final Supplier<HubHttp> http;

    private HubClient(Builder builder, HubSettings settings, Supplier<HubHttp> http) {
        this.settings = settings;
        this.disk = builder.disk;
        this.retryPolicy = builder.retryPolicy;
        this.listener = builder.listener;
        this.http = new Lazy<>(http);
    }

    /**
     * Returns a client with the settings of the environment.
     *
     * @throws IllegalArgumentException if a variable has no valid value
     * @throws HubException if the file with the token can't be read
     */
    public static HubClient fromEnvironment() {
        return builder().build();
    }

    /** Returns a builder whose defaults are the settings of the environment. */
    public static Builder builder() {
        return new Builder(System::getenv);
    }

    static Builder builder(HubSettings.Environment environment) {
        return new Builder(environment);
    }

    /** Returns the folder of the cache. */
    public Path cache() {
        return settings.cache();
    }

    /** Returns whether the network is not used. */
    public boolean isOffline() {
        return settings.offline();
    }

    /**
     * Returns the folder of {@code source} in the cache, after downloading what is missing.
     *
     * <p>If the revision is a commit hash and all files are in the cache, nothing is sent. A branch or tag is looked up each time;
     * if the hub can't be reached, its last known commit is used, with a warning in the log, provided it is complete.
     *
     * @return a folder of links; don't write into it
     * @throws HubUnreachableException if the hub could not be reached in several attempts; a later call goes on
     * @throws HubException if there is no such model, it may not be read, has no safetensors, differs from what the hub lists, or
     *     can't be stored
     */
    public Path download(HubSource source) {
        RepositoryCache cache = RepositoryCache.of(settings, disk, source);
        CachedSnapshot cached = new CachedSnapshot(source, cache);
        if (source.isPinned() || settings.offline()) {
            Path folder = cached.find().orElse(null);
            if (folder != null) {
                return folder;
            }
        }
        if (settings.offline()) {
            throw cached.missing(settings.cache());
        }
        return new SnapshotDownload(source, cache, http.get(), retryPolicy, listener).run(cached);
    }

    /** Builder of a {@link HubClient}. Not safe for use by several threads. */
    public static final class Builder {

        private static final Duration TIMEOUT = Duration.ofSeconds(30);
        private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

        private final HubSettings.Environment environment;
        private @Nullable Path cache;
        private @Nullable URI endpoint;
        private @Nullable String token;
        private @Nullable Boolean offline;
        private @Nullable ProxySelector proxy;
        private Duration timeout = TIMEOUT;
        private DownloadListener listener = DownloadListener.NONE;
        private Disk disk = Disk.LOCAL;
        private RetryPolicy retryPolicy = RetryPolicy.standard();
        private Clock clock = Clock.systemUTC();

        private Builder(HubSettings.Environment environment) {
            this.environment = environment;
        }

        /** Sets the folder of the cache, instead of {@code HF_HUB_CACHE}. */
        public Builder cache(Path cache) {
            this.cache = Objects.requireNonNull(cache, "cache");
            return this;
        }

        /**
         * Sets the address of the hub or of a mirror, instead of {@code HF_ENDPOINT}. The token is sent there.
         *
         * @throws IllegalArgumentException if it is no http or https URL
         */
        public Builder endpoint(String endpoint) {
            this.endpoint = HubSettings.endpoint(endpoint);
            return this;
        }

        /**
         * Sets the access token, instead of {@code HF_TOKEN} and the file that {@code hf auth login} writes. It is sent to the
         * endpoint only, and appears in no message.
         *
         * @param token the token; empty for none
         */
        public Builder token(String token) {
            this.token = Objects.requireNonNull(token, "token");
            return this;
        }

        /** Sets whether the network is not used, instead of {@code HF_HUB_OFFLINE}. */
        public Builder offline(boolean offline) {
            this.offline = offline;
            return this;
        }

        /** Sets the proxies, instead of the JVM's system properties and {@code HTTPS_PROXY}. */
        public Builder proxy(ProxySelector proxy) {
            this.proxy = Objects.requireNonNull(proxy, "proxy");
            return this;
        }

        /**
         * Sets the time to wait for an answer, and for each next part of it; 30 seconds by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("the timeout must be positive, but was " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /** Sets the listener of all downloads; none by default. */
        public Builder listener(DownloadListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        Builder disk(Disk disk) {
            this.disk = disk;
            return this;
        }

        Builder retryPolicy(RetryPolicy retryPolicy) {
            this.retryPolicy = retryPolicy;
            return this;
        }

        Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Returns the client.
         *
         * @throws IllegalArgumentException if a variable of the environment has no valid value
         * @throws HubException if the file with the token can't be read
         */
        public HubClient build() {
            HubSettings read = HubSettings.of(environment);
            HubSettings settings = new HubSettings(
                    cache == null ? read.cache() : cache,
                    endpoint == null ? read.endpoint() : endpoint,
                    token == null ? read.token() : HubSettings.token(token),
                    offline == null ? read.offline() : offline,
                    read.symlinks());
            ProxySelector proxies = proxy == null ? EnvironmentProxies.of(environment) : proxy;
            return new HubClient(this, settings, () -> http(settings, proxies));
        }

        private HubHttp http(HubSettings settings, ProxySelector proxies) {
            HttpClient client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .proxy(proxies)
                    .build();
            return new HubHttp(client, settings.endpoint(), settings.token(), timeout, clock);
        }
    }

    /** A value that is made when it is first needed. */
    private static final class Lazy<T> implements Supplier<T> {

        private final Supplier<T> maker;
        private @Nullable T value;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized T get() {
            T made = value;
            if (made == null) {
                made = maker.get();
                value = made;
            }
            return made;
        }
    }
}
