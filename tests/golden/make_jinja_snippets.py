"""Renders small templates with jinja2, set up as transformers does, and writes what they give:

  python tests/golden/make_jinja_snippets.py gpu-runtime/chat-template/src/test/resources/io/github/aligner4j/chattemplate/jinja

Writes snippets.json: templates, and their text or the fact that they fail. The variables are those of VARIABLES.
"""

import json
import pathlib
import sys

from transformers.utils import chat_template_utils

VARIABLES = {
    "s": " Hello World ", "t": "a,b,,c", "u": "Straße ÉCLAIR", "empty": "", "n": 7, "x": -2.5, "yes": True, "no": False,
    "nothing": None, "l": [3, 1, 2], "words": ["b", "a", "C", "a"], "mixed": [1, "a", None, True, 2.0, [1], {"k": "v"}],
    "d": {"b": 1, "a": "two", "c": [1, 2]}, "people": [{"name": "Ada", "age": 36, "tags": ["x"]}, {"name": "Bob", "age": 20}],
    "json": {"text": "a \"q\" \\ \n\té€🙂 </script> ' \u2028", "list": [], "map": {}, "f": 1e20, "g": 0.1},
}

SNIPPETS = r"""
{{ s }}|{{ s | trim }}|{{ s.strip() }}|{{ s.lstrip() }}|{{ s.rstrip() }}|{{ s.strip(' H') }}
{{ s | upper }}{{ s | lower }}{{ u | upper }}{{ u | lower }}{{ u | capitalize }}{{ u | title }}{{ u.title() }}{{ "they're it's-me" | title }}{{ "they're it's-me".title() }}
{{ s.split() }}{{ t.split(',') }}{{ t.split(',', 1) }}{{ t.rsplit(',', 1) }}{{ s.split('o', 1)[0] }}{{ empty.split() }}{{ empty.split(',') }}{{ t.split(',')[-1] }}
{{ ' a  b c '.split(None, 1) }}{{ ' a  b c '.rsplit(None, 1) }}{{ 'a\nb\r\nc\n'.splitlines() }}{{ 'a\nb'.splitlines(true) }}
{{ s.startswith(' H') }}{{ s.endswith(('x', 'd ')) }}{{ s.startswith('x') }}{{ s.find('o') }}{{ s.rfind('o') }}{{ s.find('z') }}{{ t.count(',') }}{{ t.index('b') }}
{{ s.replace('l', 'L') }}{{ s.replace('l', 'L', 1) }}{{ s | replace('World', 'You') }}{{ 'abc'.replace('', '-') }}{{ t | replace(',', '') }}
{{ s[1] }}{{ s[-2] }}{{ s[1:4] }}{{ s[:-1] }}{{ s[::-1] }}{{ s[::2] }}{{ s[10:2] }}{{ u[-3:] }}{{ s[100] }}|{{ '🙂é'[0] }}{{ '🙂é' | length }}
{{ l[0] }}{{ l[-1] }}{{ l[1:] }}{{ l[::-1] }}{{ l[:2] }}{{ l[5] }}|{{ l[-5:] }}{{ l[::-2] }}{{ (1, 2, 3)[1:] }}{{ l.0 }}
{{ n + 1 }}{{ n - 10 }}{{ n * 2 }}{{ n / 2 }}{{ n // 2 }}{{ n % 4 }}{{ n ** 2 }}{{ -n }}{{ -n // 2 }}{{ -n % 4 }}{{ x + 1 }}{{ x // 1 }}{{ 2 ** -1 }}{{ 7.0 }}{{ 1e3 }}{{ 1_000 }}
{{ 1.5e300 }} {{ 1e16 }} {{ 123456789012345.0 }} {{ 0.0001 }} {{ 0.00001 }} {{ 1.0e-7 }} {{ 100.0 }} {{ 3.14159 }} {{ 0x1f }} {{ 0b11 }} {{ 0o17 }}
{{ 1 + 2 * 3 - 4 / 2 }}{{ (1 + 2) * 3 }}{{ 2 * 3 ** 2 }}{{ 2 ** 3 ** 2 }}{{ 1 ~ 2 + 3 ~ 4 }}{{ '1' ~ 2 * 3 }}{{ -2 ** 2 }}
{{ 'a' + 'b' }}{{ 'ab' * 3 }}{{ 2 * 'ab' }}{{ [1] + [2] }}{{ [1] * 2 }}{{ 'a' 'b' }}{{ n ~ s ~ none ~ true }}
{{ 1 < 2 }}{{ 1 < 2 < 3 }}{{ 1 < 3 < 2 }}{{ 'a' < 'b' }}{{ 'Z' < 'a' }}{{ 1 == 1.0 }}{{ true == 1 }}{{ '1' == 1 }}{{ none == none }}{{ [1, 'a'] == [1, 'a'] }}{{ {'a': 1} == {'a': 1} }}{{ 1 != 2 }}{{ (1,) == [1] }}
{{ 1 in l }}{{ 9 in l }}{{ 'ell' in s }}{{ 'b' in d }}{{ 'z' not in d }}{{ 1 in (1, 2) }}{{ not 1 in l }}{{ 'a' in undefined_thing }}
{{ true and 'x' }}{{ '' or 'y' }}{{ none or false }}{{ not '' }}{{ not none and true }}{{ 1 and 0 or 2 }}
{{ 'a' if yes else 'b' }}{{ 'a' if no else 'b' }}{{ 'a' if no }}|{{ 'a' if no else 'b' if no else 'c' }}{{ ('x' if n > 5 else 'y') + 'z' }}
{{ undefined_thing }}|{{ undefined_thing is defined }}{{ s is defined }}{{ d.nope is defined }}{{ d.nope }}|{{ people[9] is undefined }}{{ nothing.foo is defined }}
{{ undefined_thing.foo }}
{{ undefined_thing + 1 }}
{{ undefined_thing == undefined_other }}{{ undefined_thing | default('d') }}{{ nothing | default('d') }}{{ nothing | default('d', true) }}{{ empty | d('e', boolean=true) }}{{ undefined_thing | length }}
{{ s is string }}{{ n is string }}{{ n is number }}{{ x is number }}{{ n is integer }}{{ x is float }}{{ yes is boolean }}{{ yes is true }}{{ no is false }}{{ n is true }}{{ 1 is boolean }}
{{ d is mapping }}{{ l is sequence }}{{ d is iterable }}{{ s is iterable }}{{ n is iterable }}{{ nothing is none }}{{ nothing is not none }}{{ d is sequence }}{{ s is sequence }}
{{ n is odd }}{{ n is even }}{{ n is divisibleby 7 }}{{ n is divisibleby(2) }}{{ 'a' is eq 'a' }}{{ 1 is equalto 1 }}{{ 2 is gt 1 }}{{ 'b' is in d }}{{ 1 is ne(2) }}{{ 'abc' is lower }}{{ 'ABC' is upper }}
{{ s is not string or n is integer and yes is true }}{{ not s is string }}
{{ l | length }}{{ l | count }}{{ d | length }}{{ l | first }}{{ l | last }}{{ [] | first }}|{{ l | reverse | list }}{{ 'abc' | reverse }}{{ l | sum }}{{ l | min }}{{ l | max }}
{{ l | sort }}{{ l | sort(reverse=true) }}{{ words | sort }}{{ words | sort(case_sensitive=true) }}{{ words | unique | list }}{{ people | sort(attribute='age') | map(attribute='name') | join(', ') }}
{{ words | join }}{{ words | join('-') }}{{ l | join(', ') }}{{ people | join('+', attribute='name') }}{{ ','.join(words) }}
{{ people | map(attribute='name') | list }}{{ words | map('upper') | list }}{{ people | map(attribute='tags.0', default='none') | list }}{{ l | map('string') | join('/') }}
{{ people | selectattr('name', 'equalto', 'Ada') | list | length }}{{ people | selectattr('tags') | list | length }}{{ people | rejectattr('age', 'gt', 30) | map(attribute='name') | first }}
{{ mixed | select('string') | list }}{{ mixed | reject('none') | list | length }}{{ mixed | select | list }}{{ l | select('odd') | list }}{{ people | selectattr('tags', 'defined') | list | length }}
{{ d | items | list }}{{ d.items() | list }}{{ d.keys() | list }}{{ d.values() | list }}{{ d.get('a') }}{{ d.get('z') }}{{ d.get('z', 5) }}{{ d['a'] }}{{ d.a }}{{ d | dictsort }}{{ d | list }}
{{ '42' | int }}{{ 'x' | int }}{{ 'x' | int(3) }}{{ '3.7' | int }}{{ 3.9 | int }}{{ '2.5' | float }}{{ 'x' | float }}{{ x | abs }}{{ 2.567 | round(1) }}{{ 2.5 | round }}{{ 2.1 | round(method='ceil') }}{{ n | string + '!' }}
{{ mixed }}{{ d }}{{ (1, 'a') }}{{ (1,) }}{{ [] }}{{ {} }}{{ ["it's", 'say "x"', 'both \' "', 'back\\slash\n\t'] }}{{ {'k': [none, true]} }}
{{ json | tojson }}
{{ json | tojson(indent=2) }}
{{ json | tojson(ensure_ascii=true) }}
{{ d | tojson(separators=(',', ':')) }}{{ d | tojson(sort_keys=true) }}{{ s | tojson }}{{ nothing | tojson }}{{ (1, 2) | tojson }}{{ [] | tojson(indent=4) }}{{ {'a': {}, 1: 2} | tojson(indent=1) }}
{{ 'a\nb\n\nc' | indent }}|{{ 'a\nb' | indent(2, true) }}|{{ 'a\n\nb' | indent(width=2, blank=true) }}|{{ 'a\nb' | indent('>>') }}
{% for i in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }};{% endfor %}
{% for k, v in d.items() %}{{ k }}={{ v }},{% endfor %}{% for k in d %}{{ k }}{% endfor %}{% for c in 'abc' %}{{ c }}-{% endfor %}{% for (a, b) in [(1, 2)] %}{{ a + b }}{% endfor %}
{% for i in [] %}x{% else %}none{% endfor %}{% for i in l if i > 1 %}{{ i }}{{ loop.length }}{% endfor %}{% for i in l if i > 9 %}x{% else %}empty{% endfor %}{% for i in undefined_thing %}x{% endfor %}
{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}{{ range(3) | list }}{{ range(1, 7, 2) | list }}{{ range(3, 0, -1) | list }}
{% for i in l %}{% for j in l %}{{ loop.depth }}{{ loop.cycle('a', 'b') }}{% endfor %}{{ loop.index }}{% endfor %}
{% set a = 1 %}{% for i in l %}{% set a = i %}{{ a }}{% endfor %}{{ a }}
{% set ns = namespace(a=1) %}{% for i in l %}{% set ns.a = ns.a + i %}{% endfor %}{{ ns.a }}{{ ns.b is defined }}{% set ns.b = 'x' %}{{ ns.b }}{{ ns['a'] }}
{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set c = 1, 2 %}{{ c }}{% set d2 = dict(x=1) %}{{ d2.x }}
{% set z = 0 %}{% if yes %}{% set z = 1 %}{% endif %}{{ z }}{% set z = z + 1 %}{{ z }}
{% set block %}a{{ n }}b{% endset %}{{ block }}{{ block | upper }}{% set up | upper | replace('A', 'X') %}aa{% endset %}{{ up }}
{% if no %}a{% elif n > 5 %}b{% else %}c{% endif %}{% if no %}a{% endif %}{% if not no and (yes or no) %}d{% endif %}
{% macro m(a, b=2) %}[{{ a }}{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(b=5, a=4) }}{{ m() }}{{ m('x') | length }}
{% macro m(a) %}{{ a }}{{ caller() }}{{ caller() }}{% endmacro %}{% call m(1) %}body{{ n }}{% endcall %}
{% macro m() %}{{ caller('v') }}{% endmacro %}{% call(v) m() %}<{{ v }}>{% endcall %}
{% macro f(n) %}{% if n > 0 %}{{ n }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(4) }}
{% macro outer() %}{{ n }}{% set n = 1 %}{{ n }}{% endmacro %}{{ outer() }}{{ n }}
{% filter upper %}a{{ s }}b{% endfilter %}{% with a = 1, b = n %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}
{% raw %}{{ not }} {% if %}{% endraw %}{# comment {{ n }} #}x{#- c -#} y
{% generation %}a{{ n }}{% endgeneration %}b
  {% if yes %}
    a
  {% endif %}
b
a {%- if yes %} b {% endif -%} c
  {%- if yes -%}  b  {%- endif -%}
x
 {%+ if yes %} b {% endif %}
x {% if yes +%}
 b {% endif %}
{{ n -}}
   a   {{- n }}
   {# c #}
a
   {# c #} b
{{ '\x41\u00e9\U0001F642\101\q\'' }}{{ "a\
b" }}{{ '\t|\\' }}
{{ [1, 2,] }}{{ {'a': 1,} }}{{ (1) }}{{ () }}
{{ 'a' | upper ~ 'b' | upper }}{{ -1 | abs }}{{ 'a' ~ 'b' | upper }}{{ [1, 2] | first + 1 }}{{ ('a' ~ 'b') | upper }}
{{ raise_exception('no ' + s) }}
{{ 1 + 'a' }}
{{ 'a' + 1 }}
{{ 1 / 0 }}
{{ [1, 'a'] | sort }}
{{ 'a' < 1 }}
{{ d.nope.deeper }}
{{ [1, 2].append(3) }}
{{ n() }}
{{ {} | first }}|{{ l is eq [3, 1, 2] }}{{ 'x' in 5 }}
{{ loop }}
{% for a, b in l %}{% endfor %}
{{ s.isdigit() }}{{ '12'.isdigit() }}{{ 'ab'.isalpha() }}{{ 'a1'.isalnum() }}{{ ' \n'.isspace() }}{{ 'AB'.isupper() }}{{ 'ab'.islower() }}{{ 'preX'.removeprefix('pre') }}{{ 'preX'.removesuffix('X') }}
{{ (l | length) > 2 and l[0] is odd }}{{ l | map('string') | list is sequence }}
{{ strftime_now('') }}x{{ s | safe }}{{ 'a b  c' | wordcount }}{{ people | sum(attribute='age') }}{{ people | max(attribute='age') }}
{{ 'text' if s is defined and s is not none and s | length > 0 else 'none' }}
{% if s is string and s | trim | length %}x{% endif %}{% if 'Hello' in s and not s.startswith('x') %}y{% endif %}
{% set messages = [{'role': 'a', 'content': 'b'}] + people %}{{ messages | length }}{{ messages[0].role }}{{ messages[-1]['name'] }}{{ messages[1:] | length }}
{% for p in people %}{% if loop.previtem is defined and loop.previtem.name == 'Ada' %}after Ada{% endif %}{{ p.tags | default([]) | join }}{% endfor %}
{{ 42 | round }}{{ 1234 | round(-2) }}{{ 2.5 | round }}{{ 41 | round(method='floor') }}{{ 1e400 }}{{ -1e400 }}
{% set x1 = d.items() %}{% for k, v in x1 | sort %}{{ k }}{% endfor %}
"""


def snippets():
    """Yields the templates; lines that begin with white space, or follow a line without a tag's end, belong to the one before."""
    multi = ["  {% if yes %}\n    a\n  {% endif %}\nb", "x\n {%+ if yes %} b {% endif %}", "x {% if yes +%}\n b {% endif %}",
             "{{ n -}}\n   a   {{- n }}\n", "   {# c #}\na\n   {# c #} b\n\n", "{{ \"a\\\nb\" }}", "a\r\nb{{ n }}\r\n",
             "{% for i in l %}\n  {{ i }}\n{% endfor %}\nend", "{% for i in l -%}\n  {{ i }}\n{%- endfor %}\nend",
             "  {%- if yes -%}  b  {%- endif -%}\nx", "{% raw %}\n {{ x }}\n{% endraw %}\ny", "\n\n{{ n }}\n\n",
             "x\u3000{%- if yes -%}\u00a0\u3000y\u2003{%- endif -%}\u0085z"]
    yield from multi
    for line in SNIPPETS.strip("\n").split("\n"):
        if line.count("{") and not line.startswith(" ") and line.rstrip() not in ("x", "b", "a"):
            yield line


def main(folder):
    rows = []
    for template in snippets():
        try:
            text = chat_template_utils._compile_jinja_template(template).render(**VARIABLES)
            rows.append({"template": template, "text": text})
        except Exception as e:
            rows.append({"template": template, "fails": type(e).__name__})
    out = {"variables": VARIABLES, "snippets": rows}
    pathlib.Path(folder, "snippets.json").write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n")
    print(len(rows), "templates;", [r["template"] + " " + r["fails"] for r in rows if "fails" in r])


if __name__ == "__main__":
    main(sys.argv[1])
