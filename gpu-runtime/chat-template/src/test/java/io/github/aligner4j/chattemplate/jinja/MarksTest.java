// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Contents stay known through every operation; here they are capital letters between brackets. */
class MarksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`<{{ c }}>`|<[ Ab,Cd ]>",
                "`<{{ c ~ 'x' + c }}>`|<[ Ab,Cd ]x[ Ab,Cd ]>",
                "`{{ (c ~ '  ').strip() }}`|[Ab,Cd]",
                "`{{ ('x' ~ c ~ 'y')[2:-3] }}`|[Ab,C]",
                "`{{ ('x' ~ c)[::-1] }}`|[ dC,bA ]x",
                "`{{ ('<' ~ c ~ '>').split(',')[1] }}`|[Cd ]>",
                "`{{ ('<' ~ c ~ '>') | upper | lower | capitalize }}`|<[ ab,cd ]>",
                "`{{ 'a-b'.replace('-', c) }}`|a[ Ab,Cd ]b",
                "`{{ (c ~ '-').replace(',', '-') }}`|[ Ab]-[Cd ]-",
                "`{{ [c, 'x'] | join('/') }}`|[ Ab,Cd ]/x",
                "`{{ 'x'.join([c, c]) }}`|[ Ab,Cd ]x[ Ab,Cd ]",
                "`{{ (c ~ 'x') | list | last }}{{ c | first }}`|x[ ]",
                "`{{ c * 2 }}`|[ Ab,Cd  Ab,Cd ]",
                "`{{ ('x\n' ~ c) | indent(1) }}`|`x\n [ Ab,Cd ]`",
                "`{{ [c] }}`|['[ Ab,Cd ]']",
                "`{% set x %}<{{ c }}>{% endset %}{{ x | trim }}`|<[ Ab,Cd ]>",
                "`{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(c) }}`|<[ Ab,Cd ]>",
                "`{% set ns = namespace(a='') %}{% for x in [c, c] %}{% set ns.a = ns.a + x %}{% endfor %}{{ ns.a }}`|[ Ab,Cd  Ab,Cd ]",
                "`{{ {'k': c}.get('k') }}{{ {'k': c}['k'].title() }}`|[ Ab,Cd  Ab,Cd ]",
                "`{{ {'k': c} | tojson }}`|[{\"k\": \" Ab,Cd \"}]",
                "`{{ {'k': 'x'} | tojson }}`|{\"k\": \"x\"}",
                "`{% for k in {c: 1} %}{{ k }}{% endfor %}`|[ Ab,Cd ]",
                "`{{ (c if c is string else 'x') | default('y') | string | safe }}`|[ Ab,Cd ]",
                "`{{ [c] | map('trim') | select('ne', 'x') | first }}`|[Ab,Cd]",
                "`{% for k in dict({c: 1}, x=2) %}{{ k }}{% endfor %}`|[ Ab,Cd ]x",
                "`{{ strftime_now(c) }}`|[ Ab,Cd ]",
                "`{{ ['x'] | tojson(indent=c) }}{{ [1, 2] | tojson(separators=(c, ':')) }}`|`[[\n Ab,Cd \"x\"\n][1 Ab,Cd 2]]`",
                "`{% filter trim %} {{ c }} {% endfilter %}`|[Ab,Cd]",
                "`{{ c.removeprefix(' A') }}{{ c.rsplit(',', 1)[0] }}`|[b,Cd  Ab]",
            })
    void aContentStaysKnown(String template, String marked) {
        MarkedText rendered = JinjaTemplate.parse(template).render(Map.of("c", " Ab,Cd "), Clock.systemUTC());

        assertThat(rendered.runs().stream()
                        .map(run -> run.content() ? "[" + run.text() + "]" : run.text())
                        .collect(Collectors.joining()))
                .isEqualTo(marked);
    }

    /** The frame of these templates has no capital letters, and the contents have nothing else. */
    @Property(tries = 500)
    void noOperationTurnsAContentIntoFrameOrTheOtherWayRound(
            @ForAll("expressions") String expression, @ForAll("contents") List<String> contents) {
        MarkedText rendered;
        try {
            rendered = JinjaTemplate.parse("{{ " + expression + " }}")
                    .render(Map.of("c", contents.get(0), "d", contents.get(1)), Clock.systemUTC());
        } catch (JinjaException e) {
            return;
        }
        for (MarkedText.Run run : rendered.runs()) {
            boolean capitals = run.text().codePoints().allMatch(Character::isUpperCase);
            assertThat(capitals).isEqualTo(run.content());
        }
    }

    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> leaves = Arbitraries.of("c", "d", "'x'", "'-y-'", "['z', c] | join('-')");
        return leaves.flatMap(leaf -> Arbitraries.of(
                        " ~ c",
                        " ~ '-'",
                        " + d",
                        "[1:]",
                        "[:-1]",
                        "[::-1]",
                        ".replace('x', c)",
                        ".replace('-', d)",
                        " | trim",
                        ".strip('x')",
                        ".split('x')[0]",
                        ".rsplit('-', 1)[-1]",
                        " | upper | lower | replace('x', 'w')",
                        " * 2")
                .list()
                .ofMaxSize(6)
                .map(operations -> {
                    StringBuilder expression = new StringBuilder(leaf);
                    operations.stream()
                            .filter(each -> !each.contains("lower"))
                            .forEach(each ->
                                    expression.insert(0, "(").append(")").append(each));
                    return expression.toString();
                }));
    }

    @Provide
    Arbitrary<List<String>> contents() {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .ofMaxLength(6)
                .list()
                .ofSize(2);
    }
}
