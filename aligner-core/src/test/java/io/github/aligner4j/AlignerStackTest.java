// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlignerStackTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "Because, you fool.");
    private static final Aligner KIND = replacing("fool", "friend");
    private static final Aligner BRIEF = replacing("Because, ", "");
    private static final Aligner BROKEN = (request, context) -> {
        throw new AlignerException("the device is gone");
    };

    @Example
    void each_layer_corrects_the_answer_of_the_one_before_it() {
        Correction correction =
                stack(Layer.of("kind", KIND), Layer.of("brief", BRIEF)).correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("you friend.");
        assertThat(correction.original()).isEqualTo("Because, you fool.");
        assertThat(correction.layers())
                .extracting(LayerTrace::name, LayerTrace::outcome)
                .containsExactly(tuple("kind", Outcome.CORRECTED), tuple("brief", Outcome.CORRECTED));
    }

    @Example
    void a_layer_that_changes_nothing_says_so_and_the_answer_keeps_every_character() {
        Correction correction =
                stack(Layer.of("other", replacing("zebra", "horse"))).correct(REQUEST);
        assertThat(correction.answer()).isEqualTo(REQUEST.answer());
        assertThat(correction.changed()).isFalse();
        assertThat(correction.edits()).isEmpty();
        assertThat(correction.layers()).extracting(LayerTrace::outcome).containsExactly(Outcome.UNCHANGED);
    }

    @Example
    void usage_of_all_layers_is_summed() {
        Aligner counted = (request, context) ->
                Correction.of(request.answer(), request.answer(), new TokenUsage(10, 3), Duration.ZERO);
        Correction correction =
                stack(Layer.of("a", counted), Layer.of("b", counted)).correct(REQUEST);
        assertThat(correction.usage()).isEqualTo(new TokenUsage(20, 6));
    }

    @Example
    void a_failed_layer_fails_the_call_unless_told_otherwise_and_its_name_is_in_the_message() {
        AlignerStack stack = stack(Layer.of("kind", KIND), Layer.of("broken", BROKEN), Layer.of("brief", BRIEF));
        assertThatThrownBy(() -> stack.correct(REQUEST))
                .isInstanceOfSatisfying(LayerFailedException.class, e -> {
                    assertThat(e.layer()).isEqualTo("broken");
                    assertThat(e.position()).isEqualTo(2);
                })
                .hasMessage("layer 'broken' (2 of 3) gave no correction: the device is gone")
                .hasRootCauseMessage("the device is gone");
    }

    @Example
    void a_layer_that_fails_open_keeps_the_answer_of_the_layer_before_and_is_marked() {
        Correction correction = stack(
                        Layer.of("kind", KIND),
                        Layer.of("broken", BROKEN).withFailurePolicy(FailurePolicy.failOpen()),
                        Layer.of("brief", BRIEF))
                .correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("you friend.");
        assertThat(correction.layers().get(1).outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(correction.layers().get(1).detail()).isEqualTo("the device is gone");
    }

    @Example
    void a_layer_that_refuses_answers_with_its_sentence_and_ends_the_stack() {
        Correction correction = stack(
                        Layer.of("broken", BROKEN).withFailurePolicy(FailurePolicy.refuse("I can't say, you fool.")),
                        Layer.of("kind", KIND))
                .correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("I can't say, you fool.");
        assertThat(correction.layers()).extracting(LayerTrace::outcome).containsExactly(Outcome.REFUSED);
    }

    @Example
    void a_gate_keeps_a_layer_from_an_answer_and_says_why() {
        LayerGate german = request -> Optional.of("the answer is not German");
        Correction correction = stack(Layer.of("german", BROKEN).withGate(german), Layer.of("kind", KIND))
                .correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("Because, you friend.");
        assertThat(correction.layers().get(0).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(correction.layers().get(0).detail()).isEqualTo("the answer is not German");
    }

    @Example
    void a_gate_that_fails_counts_as_its_layers_failure() {
        LayerGate broken = request -> {
            throw new IllegalStateException("no classifier");
        };
        assertThatThrownBy(() -> stack(Layer.of("kind", KIND).withGate(broken)).correct(REQUEST))
                .hasMessageContaining("layer 'kind' (1 of 1)")
                .hasMessageContaining("java.lang.IllegalStateException")
                .hasMessageNotContaining("no classifier");
    }

    @Example
    void a_cancelled_call_is_no_failure_that_a_policy_could_hide() {
        Cancellation cancellation = Cancellation.create();
        Aligner cancelling = (request, context) -> {
            cancellation.cancel();
            return Correction.of(request.answer(), "late");
        };
        AlignerStack stack = stack(
                Layer.of("first", cancelling).withFailurePolicy(FailurePolicy.failOpen()),
                Layer.of("second", KIND).withFailurePolicy(FailurePolicy.failOpen()));
        assertThatThrownBy(() -> stack.correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Example
    void only_the_last_layers_text_is_heard_piece_by_piece() {
        List<String> heard = new ArrayList<>();
        stack(Layer.of("kind", spelling(KIND)), Layer.of("brief", spelling(BRIEF)))
                .correct(REQUEST, CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(heard).hasSize("you friend.".length());
        assertThat(String.join("", heard)).isEqualTo("you friend.");
    }

    @Example
    void text_that_a_policy_might_take_back_is_heard_only_at_the_end() {
        List<String> heard = new ArrayList<>();
        stack(Layer.of("kind", spelling(KIND)).withFailurePolicy(FailurePolicy.failOpen()))
                .correct(REQUEST, CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(heard).containsExactly("Because, you friend.");
    }

    @Example
    void a_failed_layer_lets_no_uncorrected_text_be_heard() {
        List<String> heard = new ArrayList<>();
        AlignerStack stack = stack(Layer.of("kind", KIND), Layer.of("broken", BROKEN));
        assertThatThrownBy(() -> stack.correct(REQUEST, CorrectionContext.DEFAULT.withListener(heard::add)))
                .isInstanceOf(LayerFailedException.class);
        assertThat(heard).isEmpty();
    }

    @Example
    void a_listener_hears_every_layer_with_what_it_was_given() {
        List<String> heard = new ArrayList<>();
        AlignerStack stack = AlignerStack.builder("support")
                .layer("kind", KIND)
                .layer("broken", BROKEN)
                .listener((name, request, event) -> heard.add(
                        name + "/" + event.trace().name() + "/" + event.trace().outcome() + "/" + request.answer()))
                .build();
        assertThatThrownBy(() -> stack.correct(REQUEST)).isInstanceOf(LayerFailedException.class);
        assertThat(heard)
                .containsExactly(
                        "support/kind/CORRECTED/Because, you fool.", "support/broken/FAILED/Because, you friend.");
    }

    @Example
    void names_that_cannot_be_told_apart_or_read_are_refused() {
        assertThatThrownBy(() -> stack(Layer.of("kind", KIND), Layer.of("kind", BRIEF)))
                .hasMessageContaining("'kind' is there twice");
        assertThatThrownBy(() -> Layer.of(" ", KIND)).hasMessageContaining("needs a name");
        assertThatThrownBy(() -> FailurePolicy.refuse("")).hasMessageContaining("needs a sentence");
    }

    @Property(tries = 200)
    void a_stack_of_stacks_answers_as_one_flat_stack(@ForAll("aligners") List<Aligner> aligners, @ForAll int cut) {
        int split = aligners.isEmpty() ? 0 : Math.floorMod(cut, aligners.size());
        AlignerStack nested = AlignerStack.builder("nested")
                .layer("head", flat(aligners.subList(0, split)))
                .layer("tail", flat(aligners.subList(split, aligners.size())))
                .build();
        assertThat(nested.correct(REQUEST).answer())
                .isEqualTo(flat(aligners).correct(REQUEST).answer());
    }

    @Provide
    Arbitrary<List<Aligner>> aligners() {
        return Arbitraries.of(KIND, BRIEF, replacing("friend", "f"), replacing("e", "fool"))
                .list()
                .ofMaxSize(5);
    }

    private static AlignerStack flat(List<Aligner> aligners) {
        AlignerStack.Builder builder = AlignerStack.builder("flat");
        for (int i = 0; i < aligners.size(); i++) {
            builder.layer("layer-" + i, aligners.get(i));
        }
        return builder.build();
    }

    private static AlignerStack stack(Layer... layers) {
        AlignerStack.Builder builder = AlignerStack.builder("test");
        List.of(layers).forEach(builder::layer);
        return builder.build();
    }

    private static Aligner replacing(String from, String to) {
        return (request, context) ->
                Correction.of(request.answer(), request.answer().replace(from, to));
    }

    /** Lets its text be heard a character at a time. */
    private static Aligner spelling(Aligner aligner) {
        return new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                Correction correction = aligner.correct(request);
                correction.answer().codePoints().forEach(c -> call.emit(Character.toString(c)));
                return correction;
            }
        };
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    @Example
    void a_layer_knows_whether_anybody_hears_what_it_writes() {
        List<Boolean> heard = new ArrayList<>();
        Aligner asking = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                heard.add(call.isStreaming());
                return Correction.of(request.answer(), request.answer());
            }
        };
        AlignerStack stack = AlignerStack.builder("s")
                .layer("first", asking)
                .layer("last", asking)
                .build();
        stack.correct(CorrectionRequest.of("q", "a"));
        stack.correct(CorrectionRequest.of("q", "a"), CorrectionContext.DEFAULT.withListener(piece -> {}));
        assertThat(heard).containsExactly(false, false, false, true);
    }
}
