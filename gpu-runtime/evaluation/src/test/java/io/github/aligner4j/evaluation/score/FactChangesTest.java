// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import io.github.aligner4j.evaluation.score.FactChanges.Counts;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FactChangesTest {

    @Test
    void a_rewritten_answer_may_keep_all_its_facts() {
        FactChanges changes = FactChanges.between(
                "You fool, it was Ada Lovelace in 1843, see https://example.org.",
                "Ada Lovelace did it in 1843; see https://example.org.");

        assertThat(changes.total()).isEqualTo(new Counts(3, 3, 0));
    }

    @Test
    void changed_facts_are_lost_and_others_added() {
        FactChanges changes = FactChanges.between("It takes 5 min at 20 °C.", "It takes 5 h at 20 °C in Rome.");

        assertThat(changes.of(FactKind.NUMBERS)).isEqualTo(new Counts(2, 1, 1));
        assertThat(changes.of(FactKind.NAMES)).isEqualTo(new Counts(0, 0, 1));
    }

    @Test
    void a_number_must_survive_as_often_as_it_occurs() {
        assertThat(FactChanges.between("7 and 7 and 8", "7 and 8").of(FactKind.NUMBERS))
                .isEqualTo(new Counts(3, 2, 0));
    }

    @Test
    void a_part_of_a_name_does_not_keep_the_name() {
        assertThat(FactChanges.between("I saw Anna.", "I saw Annabel.").of(FactKind.NAMES))
                .isEqualTo(new Counts(1, 0, 1));
    }

    @Test
    void json_and_code_must_survive_by_the_character() {
        assertThat(FactChanges.between("{\"a\": 1}", "{\"a\": 2}").of(FactKind.JSON))
                .isEqualTo(new Counts(1, 0, 1));
        assertThat(FactChanges.between("Use `x + 1`.", "Please use `x+1`.").of(FactKind.CODE))
                .isEqualTo(new Counts(1, 0, 1));
    }

    @Property
    void an_unchanged_text_loses_and_adds_nothing(@ForAll String text) {
        Counts total = FactChanges.between(text, text).total();

        assertThat(total.kept()).isEqualTo(total.before());
        assertThat(total.added()).isZero();
    }
}
