// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A template ends within its limits, and what isn't supported is refused by name and place. */
class LimitsTest {

    private static final List<String> PARTS = List.of(
            "{% for i in range(300) %}",
            "{% for i in l %}",
            "{% endfor %}",
            "{% if a %}",
            "{% else %}",
            "{% endif %}",
            "{% set a = ",
            "{% set ns = namespace(a=1) %}",
            "{% set ns.a = [ns.a, ns.a] %}",
            "{% set ns.a = ns.a * 7 %}",
            "{% macro m(a) %}",
            "{{ m(a) }}",
            "{% endmacro %}",
            "{% set a %}",
            "{% endset %}",
            "%}",
            "{{",
            "}}",
            "a",
            "l",
            "s",
            " + ",
            " ~ ",
            " * ",
            " ** ",
            "|",
            "join",
            "(",
            ")",
            "[",
            "]",
            ":",
            ",",
            "'",
            "'x'",
            "1",
            "9",
            ".",
            "tojson",
            "replace('', s)",
            "ns.a",
            "loop",
            "is defined",
            " not ",
            " in ",
            "{% break %}",
            "{#",
            "#}",
            "{%- raw %}",
            "{% endraw %}",
            "-%}",
            "\n",
            " ",
            "ä",
            "\\",
            "range(99999)",
            "{{ s }}",
            "{% call m(1) %}",
            "{% endcall %}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
                "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
                "{% set ns = namespace(a='x' * 1000) %}{% for i in range(90) %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
                "{{ 'x' * 9000000000000000000 }}",
                "{{ [1] * 9000000000000000000 }}",
                "{% set ns = namespace(a=[1]) %}{% for i in range(90) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a }}",
                "{% set ns = namespace(a=[1]) %}{% for i in range(90) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}{{ ns.a | tojson }}",
                "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(90) %}{% set ns.a = [ns.a, ns.a] %}"
                        + "{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}{{ ns.a < ns.b }}",
                "{% set ns = namespace(a=[1]) %}{% for i in range(90) %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
                "{% set ns = namespace(a='ab') %}{% for i in range(90) %}{% set ns.a = ns.a | replace('a', 'aa') | replace('b', 'bb') %}"
                        + "{% endfor %}",
                "{% set ns = namespace(a='a') %}{% for i in range(90) %}{% set ns.a = [ns.a, ns.a] | join(ns.a) %}{% endfor %}",
                "{% set ns = namespace(a='a\n' * 500) %}{% for i in range(99999) %}{% set ns.a = ns.a | indent(1000) %}{% endfor %}",
                "{% for i in range(99999) %}{{ 'x' * 9999 }}{% endfor %}",
                "{% set ns = namespace(a=none) %}{% for i in range(99999) %}{% set ns.a = [ns.a] %}{% endfor %}{{ ns.a }}",
            })
    void aTemplateWithoutEndIsStopped(String template) {
        assertThatThrownBy(() -> render(template))
                .isInstanceOf(JinjaException.class)
                .hasMessageMatching("(?s).*(more than|too deeply).*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{% include 'x' %}`|tag 'include' is not supported at line 1, column 4",
                "`{% import 'x' as y %}`|tag 'import' is not supported at line 1, column 4",
                "`{% extends 'x' %}`|tag 'extends' is not supported at line 1, column 4",
                "`{% do x %}`|tag 'do' is not supported at line 1, column 4",
                "`{{ x | pprint }}`|filter 'pprint' is not supported at line 1, column 8",
                "`{{ x is filter }}`|test 'filter' is not supported at line 1, column 9",
                "`{{ x.append(1) }}`|method 'append' is not supported at line 1, column 6",
                "`{{ x.__class__() }}`|method '__class__' is not supported at line 1, column 6",
                "`{{ x.format(1) }}`|method 'format' is not supported at line 1, column 6",
                "`{{ lipsum() }}`|function 'lipsum' is not supported at line 1, column 4",
                "`{{ cycler(1) }}`|function 'cycler' is not supported at line 1, column 4",
                "`{{ x | tojson(cls=1) }}`|argument 'cls' of filter 'tojson' is not supported at line 1, column 8",
                "`{{ x | trim(1, 2) }}`|filter 'trim' takes at most 1 arguments here, but got 2 at line 1, column 8",
                "`{% for a in b recursive %}{% endfor %}`|'recursive' is not supported at line 1, column 15",
                "`{{ f(*x) }}`|'*' before arguments is not supported at line 1, column 6",
                "`{{ '\\N{BULLET}' }}`|escape '\\N' is not supported at line 1, column 4",
                "`{{ x[0](1) }}`|a call of anything but a function, macro or method is not supported at line 1, column 8",
                "`{{ 'a`|string has no closing quote at line 1, column 4",
                "`{{ a`|tag has no end '}}' at line 1, column 1",
                "`{# a`|comment has no end at line 1, column 1",
                "`{% if a %}`|expected tag 'elif' or 'else' or 'endif', but found the end of the template at line 1, column 11",
                "`{% raw %}a`|tag 'raw' has no 'endraw' at line 1, column 10",
                "`{{ a b }}`|expected '}}', but found 'b' at line 1, column 6",
                "`{{ (a] }}`|']' closes nothing at line 1, column 6",
                "`{{ a ? b }}`|unexpected character '?' at line 1, column 6",
                "`{% break %}`|'break' is outside of a loop at line 1, column 4",
                "`{{ 99999999999999999999 }}`|an integer is beyond 64 bits at line 1, column 4",
                "`{{ '\\uD8' }}`|an escape of the string has too few hexadecimal digits or no character at line 1, column 4",
            })
    void whatIsNotSupportedIsRefusedByNameAndPlaceBeforeItRuns(String template, String message) {
        assertThatThrownBy(() -> JinjaTemplate.parse(template))
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    @Test
    void aFailureNamesItsPlaceAndNoContent() {
        String template = "{% for m in l %}\n  {{ m + 1 }}{% endfor %}";

        assertThatThrownBy(
                        () -> JinjaTemplate.parse(template).render(Map.of("l", List.of("secret")), Clock.systemUTC()))
                .isInstanceOf(JinjaException.class)
                .hasMessage("values of the types str and int can't be added at line 2, column 3");
    }

    @Test
    void anExceptionOfTheTemplateQuotesItsOwnTextOnly() {
        String template = "{{ raise_exception('wrong: ' + x + '!') }}";

        assertThatThrownBy(() -> JinjaTemplate.parse(template).render(Map.of("x", "secret"), Clock.systemUTC()))
                .hasMessage("the template refuses the messages: wrong: …! at line 1, column 1");
    }

    @Test
    void deeplyNestedSourcesAreRefused() {
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ " + "(".repeat(10_000) + ")".repeat(10_000) + " }}"))
                .hasMessageStartingWith("expressions are nested more than 100 deep at line 1");
        assertThatThrownBy(() -> JinjaTemplate.parse("{% if a %}".repeat(1000)))
                .hasMessageStartingWith("tags are nested more than 50 deep at line 1");
        assertThatThrownBy(() -> JinjaTemplate.parse("a".repeat(500_001)))
                .hasMessage("the template has 500001 characters, but at most 500000 are read");
    }

    @Test
    void aLongSumIsNoDeepOne() {
        String sum = IntStream.range(0, 1000).mapToObj(i -> "1").collect(Collectors.joining(" + "));

        assertThat(render("{{ " + sum + " }}")).isEqualTo("1000");
    }

    @Test
    void aSplitFromTheEndTakesNoLongerThanOneFromTheStart() {
        String text = "{% set words = ('a ' * 500000) %}";

        assertThat(render(text + "{{ words.rsplit() | length }},{{ words.rsplit(' ') | length }}"))
                .isEqualTo("500000,500001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text[-1]", "text == other"})
    void charactersThatAreReadAgainAndAgainCount(String expression) {
        assertThatThrownBy(() -> render("{% set text = 'a' * 1000000 %}{% set other = text + '' %}"
                        + "{% for i in range(100) %}{% set x = " + expression + " %}{% endfor %}"))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("characters, the limit of one rendering");
    }

    @Test
    void aMillionCharactersAreRenderedWithinTheLimits() {
        String content = "word ".repeat(200_000);
        MarkedText rendered = JinjaTemplate.parse("{% for m in l %}<{{ m | trim | replace('o', '0') }}>{% endfor %}")
                .render(Map.of("l", List.of(content, content)), Clock.systemUTC());

        assertThat(rendered.plain()).hasSize(2_000_002);
    }

    @Property(tries = 2000)
    void anyTemplateEndsOrIsRefused(@ForAll("templates") String template) {
        try {
            assertThat(render(template).length()).isLessThanOrEqualTo((int) Budget.MAX_CHARACTERS);
        } catch (JinjaException e) {
            assertThat(e).hasMessageNotContaining("secret");
        }
    }

    @Provide
    Arbitrary<String> templates() {
        Arbitrary<String> parts = Arbitraries.of(PARTS);
        return parts.list().ofMaxSize(40).map(list -> String.join("", list));
    }

    private static String render(String template) {
        return JinjaTemplate.parse(template)
                .render(
                        Map.<String, Object>of("s", "secret", "l", List.<Object>of("secret", 2, Map.of("k", "v"))),
                        Clock.systemUTC())
                .plain();
    }
}
