// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.springai.RequestParametersTest.Way;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

/** Layers that observe, that correct a share of the answers, and that are off, blocking and streaming. */
class RolloutTest {

    private final BlockingQueue<CorrectionRequest> observed = new LinkedBlockingQueue<>();
    private final Rollout rollout = Rollout.of(new RolloutState(LayerMode.SHADOW, 1));
    private final Aligner civility = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            observed.add(request);
            return new Civility().correct(request, context);
        }
    };

    private ChatClient client(ScriptedModel model, Aligner aligner, ToolCallTextPolicy toolCallText) {
        AlignerStack stack = AlignerStack.builder("stack")
                .layer(Layer.of("civility", aligner).withRollout(rollout))
                .build();
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(stack)
                        .toolCallText(toolCallText)
                        .build())
                .build();
    }

    private ChatClient client(ScriptedModel model) {
        return client(model, civility, ToolCallTextPolicy.ALIGN);
    }

    private CorrectionRequest nextObserved() throws InterruptedException {
        return require(observed.poll(20, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void a_layer_in_shadow_reads_the_answer_that_users_get_as_it_came(Way way) throws Exception {
        String answer = way.answer(client(ScriptedModel.saying("hello idiot"))
                .prompt("hi")
                .advisors(a -> a.param(AlignerAdvisor.ATTRIBUTE_PREFIX + RequestAttributes.USER, "u-1")));

        assertThat(answer).isEqualTo("hello idiot");
        CorrectionRequest request = nextObserved();
        assertThat(request.question()).isEqualTo("hi");
        assertThat(request.answer()).isEqualTo("hello idiot");
        assertThat(request.attributes()).containsEntry(RequestAttributes.USER, "u-1");
    }

    @Test
    void a_stream_that_no_layer_corrects_is_not_held_back() throws Exception {
        Sinks.Many<ChatResponse> model = Sinks.many().unicast().onBackpressureBuffer();
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        client(new ScriptedModel().turn(model.asFlux())).prompt("hi").stream()
                .content()
                .subscribe(received::add);

        model.tryEmitNext(Replies.word("hello "));
        assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("hello ");
        assertThat(observed).isEmpty();
        model.tryEmitNext(Replies.text("idiot"));
        model.tryEmitComplete();

        assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("idiot");
        assertThat(nextObserved().answer()).isEqualTo("hello idiot");
    }

    @Test
    void half_a_stream_is_not_observed() throws Exception {
        ScriptedModel model = new ScriptedModel()
                .turn(Flux.concat(Flux.just(Replies.word("hello ")), Flux.error(new IllegalStateException("upstream"))))
                .turn(Replies.text("hello again"));
        ChatClient client = client(model);

        client.prompt("hi").stream().content().onErrorComplete().blockLast();
        client.prompt("hi").stream().content().blockLast();

        assertThat(nextObserved().answer()).isEqualTo("hello again");
        assertThat(observed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_layer_that_observes_can_neither_slow_nor_fail_a_call(Way way) throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        Aligner broken = (request, context) -> {
            asked.countDown();
            if (request.answer().contains("wait")) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            throw new AssertionError("no");
        };
        ChatClient client =
                client(ScriptedModel.saying("hello idiot", "wait, idiot"), broken, ToolCallTextPolicy.ALIGN);

        assertThat(way.answer(client.prompt("hi"))).isEqualTo("hello idiot");
        assertThat(way.answer(client.prompt("hi"))).isEqualTo("wait, idiot");
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        end.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void each_answer_that_would_be_corrected_is_observed(Way way) throws Exception {
        ScriptedModel model = new ScriptedModel()
                .turn(Replies.of(
                        Replies.generation("one idiot", Map.of("index", 0), "STOP"),
                        Replies.generation("I", Map.of("index", 1), "content_filter"),
                        Replies.generation("two idiots", Map.of("index", 2), "STOP")));

        way.answer(client(model).prompt("hi"));

        assertThat(List.of(nextObserved().answer(), nextObserved().answer()))
                .containsExactlyInAnyOrder("one idiot", "two idiots");
        assertThat(observed).isEmpty();
    }

    @Test
    void text_beside_tool_calls_is_observed_if_it_would_be_corrected() throws Exception {
        for (ToolCallTextPolicy policy : ToolCallTextPolicy.values()) {
            AlignerStack stack = AlignerStack.builder("stack")
                    .layer(Layer.of("civility", civility).withRollout(rollout))
                    .build();
            AlignerAdvisor advisor =
                    AlignerAdvisors.builder(stack).toolCallText(policy).advisor();
            advisor.adviseCall(Advised.request(), Advised.chain(Advised.response(Replies.toolCall("hm, " + policy))));
            Advised.stream(advisor, Flux.just(Advised.response(Replies.toolCall("so, " + policy))));
        }

        assertThat(List.of(nextObserved().answer(), nextObserved().answer())).containsExactly("hm, ALIGN", "so, ALIGN");
        assertThat(observed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void the_mode_of_a_layer_changes_while_the_client_is_in_use(Way way) throws Exception {
        ChatClient client = client(ScriptedModel.saying("hello idiot"));
        assertThat(way.answer(client.prompt("hi"))).isEqualTo("hello idiot");
        nextObserved();

        rollout.set(RolloutState.ENFORCE);
        assertThat(way.answer(client.prompt("hi"))).isEqualTo("hello friend!");
        nextObserved();

        rollout.set(new RolloutState(LayerMode.OFF, 1));
        assertThat(way.answer(client.prompt("hi"))).isEqualTo("hello idiot");
        assertThat(observed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_canary_corrects_the_answers_of_the_same_users_each_time(Way way) {
        rollout.set(new RolloutState(LayerMode.CANARY, 0.5));
        ChatClient client = client(ScriptedModel.saying("hello idiot"));

        Set<Integer> corrected = corrected(client, way);

        assertThat(corrected).hasSizeBetween(1, 39).isEqualTo(corrected(client, way));
    }

    private static Set<Integer> corrected(ChatClient client, Way way) {
        return IntStream.range(0, 40)
                .filter(user -> way.answer(client.prompt("hi")
                                .advisors(a ->
                                        a.param(AlignerAdvisor.ATTRIBUTE_PREFIX + RequestAttributes.USER, "u-" + user)))
                        .equals("hello friend!"))
                .boxed()
                .collect(Collectors.toSet());
    }
}
