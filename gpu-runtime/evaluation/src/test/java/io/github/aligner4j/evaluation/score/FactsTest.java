// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FactsTest {

    @Test
    void numbers_have_the_units_and_currencies_next_to_them() {
        assertThat(Facts.of("It holds 62 m² of paint, 10kg, -5 °C, 3.5 % and $1,299.50; 7 dogs need 20 minutes.")
                        .of(FactKind.NUMBERS))
                .containsExactly("62 m²", "10kg", "-5 °C", "3.5 %", "$1,299.50", "7", "20 minutes");
    }

    @Test
    void the_first_word_of_a_sentence_is_no_name_but_an_acronym_is() {
        assertThat(Facts.of("""
                        Yesterday Marie Curie met Albert Einstein's wife in Paris. Both liked it.
                        - Water is wet, Peter says.
                        NASA and I agree.""").of(FactKind.NAMES))
                .containsExactly("Marie Curie", "Albert Einstein", "Paris", "Peter", "NASA");
    }

    @Test
    void links_addresses_code_and_quotations_are_found() {
        Facts facts = Facts.of("""
                See https://example.org/a?b=1, [the docs](docs/x.md) or ask jo.doe+x@mail.example.com.
                Run `mvn -v`, then:

                ```
                ls -l
                ```

                He said "we will see"; «nous verrons bien». A "word" is none.""");

        assertThat(facts.of(FactKind.LINKS)).containsExactly("https://example.org/a?b=1", "docs/x.md");
        assertThat(facts.of(FactKind.MAIL_ADDRESSES)).containsExactly("jo.doe+x@mail.example.com");
        assertThat(facts.of(FactKind.CODE)).containsExactly("ls -l\n", "mvn -v");
        assertThat(facts.of(FactKind.QUOTATIONS)).containsExactly("we will see", "nous verrons bien");
    }

    @Test
    void what_is_in_code_json_or_a_link_is_no_fact_of_its_own() {
        assertThat(Facts.of("Call `port(8080)` or https://example.org/2024/Paris, won't you?")
                        .count())
                .isEqualTo(2);
        Facts json = Facts.of("Sure: {\"city\": \"New York\", \"zip\": 10001}");
        assertThat(json.of(FactKind.JSON)).containsExactly("{\"city\": \"New York\", \"zip\": 10001}");
        assertThat(json.count()).isEqualTo(1);
    }

    @Test
    void a_text_without_facts_has_none_and_no_text_is_quoted() {
        assertThat(Facts.of("").count()).isZero();
        assertThat(Facts.of("I think that it is fine.").count()).isZero();
        assertThat(Facts.of("secret 42")).hasToString("Facts[1]");
    }
}
