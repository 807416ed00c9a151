// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.RolloutState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlignerEndpointTest {

    private static ApplicationContextRunner exposed() {
        return Contexts.enabled()
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*");
    }

    @Test
    void the_endpoint_shows_chains_layers_and_models() {
        exposed()
                .withPropertyValues(
                        "aligner.aligners.civil.on-failure=fail-open", "aligner.chains.default.layers=civil")
                .run(context -> {
                    EndpointView.All all =
                            context.getBean(AlignerEndpoint.class).all();

                    assertThat(all.chains()).containsOnlyKeys("default");
                    EndpointView.OfLayer layer =
                            Objects.requireNonNull(all.chains().get("default")).get(0);
                    assertThat(layer.name()).isEqualTo("civil");
                    assertThat(layer.mode()).isEqualTo("enforce");
                    assertThat(layer.share()).isEqualTo(1);
                    assertThat(layer.onFailure()).isEqualTo("fail-open");
                    EndpointView.OfAligner aligner =
                            Objects.requireNonNull(all.aligners().get("civil"));
                    assertThat(aligner.source()).isEqualTo("checkpoint embedded");
                    assertThat(aligner.state()).isEqualTo("loaded");
                    assertThat(aligner.details()).containsEntry("lastError", "none so far");
                    assertThat(context.getBean(AlignerEndpoint.class).chain("default"))
                            .containsExactly(layer);
                    assertThat(context.getBean(AlignerEndpoint.class).chain("none"))
                            .isNull();
                });
    }

    @Test
    void the_mode_and_the_share_of_a_layer_change_for_later_answers() {
        exposed().run(context -> {
            AlignerEndpoint endpoint = context.getBean(AlignerEndpoint.class);
            AlignerStack stack = context.getBean(AlignerChains.class).get("default");
            CorrectionRequest request = CorrectionRequest.of("q", "a");
            assertThat(stack.correct(request).answer()).isEqualTo("a+civility");

            EndpointView.OfLayer changed = endpoint.setMode("default", "civility", LayerMode.CANARY, "0%");
            assertThat(changed.mode()).isEqualTo("canary");
            assertThat(changed.share()).isZero();
            assertThat(stack.correct(request).answer()).isEqualTo("a");

            endpoint.setMode("default", "civility", null, "100%");
            assertThat(stack.correct(request).answer()).isEqualTo("a+civility");
            endpoint.setMode("default", "civility", LayerMode.OFF, null);
            assertThat(stack.correct(request).answer()).isEqualTo("a");
            assertThat(stack.layers().get(0).rollout().state()).isEqualTo(new RolloutState(LayerMode.OFF, 1));
        });
    }

    @Test
    void a_model_is_opened_again_and_the_old_one_closed() {
        exposed()
                .withPropertyValues(
                        "aligner.aligners.civil.checkpoint=embedded",
                        "aligner.aligners.kind.adapter=embedded:kind",
                        "aligner.aligners.civil.cache.maximum-size=10",
                        "aligner.chains.default.layers=civil,kind")
                .run(context -> {
                    CountingFactory factory = Contexts.factory(context);
                    AlignerStack stack = context.getBean(AlignerChains.class).get("default");
                    stack.correct(CorrectionRequest.of("q", "a"));

                    assertThat(context.getBean(AlignerEndpoint.class).reload("kind"))
                            .isEqualTo(Map.of("reloaded", Set.of("civil", "kind")));

                    assertThat(factory.opened).containsExactlyInAnyOrder("civil", "kind", "civil", "kind");
                    Awaitility.await()
                            .until(() ->
                                    factory.aligners.subList(0, 2).stream().allMatch(old -> old.closed.get() == 1));
                    stack.correct(CorrectionRequest.of("q", "a"));
                    assertThat(factory.aligners.subList(2, 4))
                            .allSatisfy(next -> assertThat(next.calls).hasValue(1))
                            .allSatisfy(next -> assertThat(next.closed).hasValue(0));
                });
    }

    @Test
    void requests_that_make_no_sense_are_refused_with_the_choices() {
        exposed().run(context -> {
            AlignerEndpoint endpoint = context.getBean(AlignerEndpoint.class);
            assertThatThrownBy(() -> endpoint.setMode("none", "civility", LayerMode.OFF, null))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessage("no chain has the name 'none'; choose from [default]");
            assertThatThrownBy(() -> endpoint.setMode("default", "none", LayerMode.OFF, null))
                    .hasMessage("no layer of 'default' has the name 'none'; choose from [civility]");
            assertThatThrownBy(() -> endpoint.setMode("default", "civility", null, null))
                    .hasMessageContaining("neither a mode nor a share is given");
            for (String share : List.of("2", "-1%", "101%", "NaN", "much")) {
                assertThatThrownBy(() -> endpoint.setMode("default", "civility", LayerMode.CANARY, share))
                        .hasMessage("share must be between 0 and 1, or between 0% and 100%, but was '" + share + "'");
            }
            assertThatThrownBy(() -> endpoint.reload("none"))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("choose from [civility]");
        });
    }

    @Test
    void a_refused_change_over_http_is_answered_with_its_reason() {
        exposed().run(context -> {
            AlignerWebEndpoint endpoint = context.getBean(AlignerWebEndpoint.class);

            assertThat(reason(endpoint.setMode("none", "civility", "off", null)))
                    .isEqualTo("no chain has the name 'none'; choose from [default]");
            assertThat(reason(endpoint.setMode("default", "civility", "canery", "5%")))
                    .isEqualTo("mode must be one of [enforce, canary, shadow, off], but was 'canery'");
            assertThat(reason(endpoint.setMode("default", "civility", "canary", "500%")))
                    .isEqualTo("share must be between 0 and 1, or between 0% and 100%, but was '500%'");
            assertThat(reason(endpoint.setMode("default", "civility", null, null)))
                    .startsWith("neither a mode nor a share is given; set mode to enforce, canary, shadow or off");
            assertThat(reason(endpoint.reload("none"))).contains("choose from [civility]");

            WebEndpointResponse<Object> changed = endpoint.setMode("default", "civility", "Canary", "5%");
            assertThat(changed.getStatus()).isEqualTo(WebEndpointResponse.STATUS_OK);
            assertThat(context.getBean(AlignerChains.class)
                            .get("default")
                            .layers()
                            .get(0)
                            .rollout()
                            .state())
                    .isEqualTo(new RolloutState(LayerMode.CANARY, 0.05));
        });
    }

    private static String reason(WebEndpointResponse<Object> response) {
        assertThat(response.getStatus()).isEqualTo(WebEndpointResponse.STATUS_BAD_REQUEST);
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(response.getBody())).get("message"));
    }

    @Test
    void the_endpoint_is_missing_where_it_is_not_exposed_or_there_is_no_actuator() {
        Contexts.enabled().run(context -> assertThat(context).doesNotHaveBean(AlignerEndpoint.class));
        exposed()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("alignerEndpoint"));
        exposed()
                .withPropertyValues("management.endpoint.aligner.access=NONE")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(AlignerEndpoint.class)
                        .doesNotHaveBean(AlignerWebEndpoint.class));
    }
}
