package io.github.aligner4j.runtime.drafting;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PhraseMemoryTest {

    @Test
    void it_never_keeps_more_than_its_limit_and_forgets_the_oldest() {
        PhraseMemory memory = new PhraseMemory(100);
        for (int request = 0; request < 50; request++) {
            memory.add(text(request * 30, 30));

            assertThat(memory.text().size()).isLessThanOrEqualTo(100);
        }
        assertThat(memory.text().places(49 * 30).size()).isOne();
        assertThat(memory.text().places(0).size()).isZero();
    }

    @Test
    void of_an_output_beyond_the_limit_the_end_is_kept() {
        PhraseMemory memory = new PhraseMemory(10);
        memory.add(text(0, 50));

        assertThat(memory.text().size()).isEqualTo(10);
        assertThat(memory.text().token(0)).isEqualTo(40);
    }

    @Test
    void a_text_in_use_stays_as_it_is_when_the_memory_makes_room() {
        PhraseMemory memory = new PhraseMemory(50);
        memory.add(text(0, 40));
        TokenIndex used = memory.text();
        memory.add(text(100, 40));

        assertThat(used.size()).isEqualTo(40);
        assertThat(memory.text()).isNotSameAs(used);
    }

    @Test
    void a_memory_of_nothing_stays_empty() {
        PhraseMemory memory = new PhraseMemory(0);
        memory.add(text(0, 5));

        assertThat(memory.text().size()).isZero();
    }

    @Test
    void a_negative_limit_is_refused() {
        assertThatThrownBy(() -> new PhraseMemory(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a phrase memory must keep 0 tokens or more, but was told to keep -1");
    }

    private static TokenIndex text(int first, int count) {
        TokenIndex text = new TokenIndex();
        text.appendAll(TeacherForced.distinct(first, count), 0, count);
        return text;
    }
}
