// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import io.github.aligner4j.text.FactTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with the unit or the currency next to them. */
final class Quantities {

    private static final String CURRENCIES = "$\u20ac\u00a3\u00a5\u20b9";

    /** A unit: directly after a number, such as {@code %} or {@code kg}, or one of these words after a space. */
    private static final Pattern UNIT =
            Pattern.compile("[%\u2030$\u20ac\u00a3\u00a5\u20b9]|\u00b0[CFK]?|[\\p{L}\u00b5]{1,4}+(?![\\p{L}\\p{N}])"
                    + "|[ \u00a0\u2009\u202f](?:[%\u2030$\u20ac\u00a3\u00a5]|\u00b0[CFK]?|(?:"
                    + "[kcmn\u00b5]?m[\u00b2\u00b3]?|[km\u00b5]?g|[mk]?[lLVAW]|kWh|MWh|[kMGT]?i?B|[kMG]?Hz|[kM]?Pa|h?Pa|bar|[km]?J|kcal|mol"
                    + "|k?N|lux|dB"
                    + "|ms|s|min|h|km/h|m/s|mph|rpm|fps|ft|in|lb|oz|mmHg|ppm|USD|EUR|GBP|CHF|JPY"
                    + "|(?:milli|micro|nano)?seconds?|minutes?|hours?|days?|weeks?|months?|years?|percent|degrees?"
                    + "|(?:kilo|centi|milli)?met(?:er|re)s?|(?:kilo)?grams?|tonnes?|lit(?:er|re)s?|miles?|feet|inch(?:es)?"
                    + "|pounds?|ounces?|(?:kilo|mega|giga)?bytes?|volts?|watts?|million|billion|thousand|dollars?|euros?|cents?"
                    + ")(?![\\p{L}\\p{N}]))");

    private Quantities() {}

    /** Returns the numbers of {@code text} with their units, in order. */
    static List<String> of(String text) {
        List<String> quantities = new ArrayList<>();
        Matcher unit = UNIT.matcher(text);
        int at = 0;
        for (String number : FactTokens.numbers(text)) {
            int start = text.indexOf(number, at);
            at = start + number.length();
            String currency = start > 0 && CURRENCIES.indexOf(text.charAt(start - 1)) >= 0
                    ? text.substring(start - 1, start)
                    : "";
            unit.region(at, text.length());
            quantities.add(currency + number + (unit.lookingAt() ? unit.group() : ""));
        }
        return quantities;
    }
}
