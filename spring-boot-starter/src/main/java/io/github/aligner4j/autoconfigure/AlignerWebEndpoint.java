// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.LayerMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The changes of the endpoint {@code aligner} over HTTP. A refused one is answered with its reason, which Spring Boot leaves out of
 * error responses by default.
 */
@EndpointWebExtension(endpoint = AlignerEndpoint.class)
public final class AlignerWebEndpoint {

    private final AlignerEndpoint endpoint;

    AlignerWebEndpoint(AlignerEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Changes the mode of a layer, as {@link AlignerEndpoint#setMode} does. */
    @WriteOperation
    public WebEndpointResponse<Object> setMode(
            @Selector String chain, @Selector String layer, @Nullable String mode, @Nullable String share) {
        return response(() -> endpoint.setMode(chain, layer, mode(mode), share));
    }

    /** Loads an Aligner again, as {@link AlignerEndpoint#reload} does. */
    @WriteOperation
    public WebEndpointResponse<Object> reload(@Selector String aligner) {
        return response(() -> endpoint.reload(aligner));
    }

    private static @Nullable LayerMode mode(@Nullable String mode) {
        if (mode == null) {
            return null;
        }
        return Arrays.stream(LayerMode.values())
                .filter(each -> name(each).equals(mode.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> unknown(mode));
    }

    private static InvalidEndpointRequestException unknown(String mode) {
        List<String> names =
                Arrays.stream(LayerMode.values()).map(AlignerWebEndpoint::name).toList();
        String reason = "mode must be one of " + names + ", but was '" + mode + "'";
        return new InvalidEndpointRequestException(reason, reason);
    }

    private static String name(LayerMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static WebEndpointResponse<Object> response(Supplier<Object> change) {
        try {
            return new WebEndpointResponse<>(change.get());
        } catch (InvalidEndpointRequestException e) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", WebEndpointResponse.STATUS_BAD_REQUEST);
            body.put("error", "Bad Request");
            body.put("message", String.valueOf(e.getReason()));
            return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_BAD_REQUEST);
        }
    }
}
