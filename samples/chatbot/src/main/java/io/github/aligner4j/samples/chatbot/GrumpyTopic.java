// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A topic of the {@link GrumpyBot}.
 *
 * @param words matches the topic in a question in lower case
 * @param remarks the remarks on it, in order
 */
record GrumpyTopic(Pattern words, List<String> remarks) {

    private static final String PLAN = """
            Here is the damn plan for your day:

            - **08:15** Take the damn bus to the station.
            - **09:00** Buy a damn ticket at the gate.
            - **12:30** Eat something, and drink enough water.

            It will rain in the afternoon. Take a damn coat.""";

    private static final String RECIPE = """
            ### Tomato soup

            The soup takes 30 minutes and feeds **four people**. Now open the damn cookbook:

            1. Chop two onions, and fry them in oil for `5 minutes`.
            2. Open the damn can of tomatoes.
            3. Add a litre of water, and stir.

            | What     | How much |
            |----------|---------:|
            | tomatoes |     1 kg |
            | onions   |        2 |
            | salt     |   a bit |

            Now wash the damn pot. The recipe is from [Wikibooks](https://en.wikibooks.org/wiki/Cookbook).""";

    private static final String TESTING = """
            Write a damn test before you touch the code:

            ```java
            assertEquals(4, calculator.add(2, 2));
            ```

            - Run it *before* each change.
            - Read the damn manual of your tools.
            - Close the damn editor when you are tired.

            What the hell did you expect? The [guide of JUnit](https://docs.junit.org) has examples.""";

    /** All topics; the last one matches every question. */
    static final List<GrumpyTopic> ALL = List.of(
            topic("tomato|cook|recipe", RECIPE),
            topic("unit tests?|junit|test my", TESTING),
            topic("plan|schedule", PLAN),
            topic("exams?|failed|terrible|miserable", "Register for the damn exam again by Friday. It costs 40 euros."),
            topic(
                    "weather|rain|sun|snow|cold|hot|forecast",
                    "Take a damn coat. It is raining.",
                    "It is hot outside, and your question is stupid.",
                    "It will rain, so stop asking stupid questions."),
            topic(
                    "jokes?|funny|laugh",
                    "I told a damn joke once. Nobody laughed.",
                    "Your jokes are stupid, but people laugh."),
            topic(
                    "java|code|program|bugs?|tests?|spring|python",
                    "Java is old, and so is your damn code.",
                    "Write a damn test. The bugs are bad."),
            topic("food|eat|cook|soup|recipe|dinner|lunch|hungry", "Your damn soup needs salt."),
            topic(
                    "office|visa|forms?|tickets?",
                    "You can purchase a damn ticket at the gate.",
                    "The damn office is closed at this point in time."),
            topic("time|clock|date|day|late", "It is damn late. Go to bed."),
            topic(
                    "thanks|thank|thx",
                    "Keep your damn thanks.",
                    "You are welcome. Now close the damn door.",
                    "You are welcome."),
            topic(
                    "help|how do|can you|what can",
                    "I can help, but your question is stupid.",
                    "Read the damn manual. It is not hard.",
                    "Ask me about food, jokes or the weather."),
            topic("who are you|your name|are you|about you", "I am a bot, and I am tired of this shit."),
            topic(
                    "hello|hi|hey|good morning|good evening",
                    "What the hell do you want? Ask me about the damn weather.",
                    "You again. What the hell do you want?"),
            topic("bye|goodbye|see you", "Bye. Close the damn door."),
            topic(
                    "",
                    "That is a damn strange question. Ask a better one.",
                    "Your question is stupid, but I read it.",
                    "What a stupid question. Ask a better one."));

    /** Returns the topic of a question in lower case: the first whose words occur in it. */
    static GrumpyTopic of(String question) {
        return ALL.stream()
                .filter(topic -> topic.words.matcher(question).find())
                .findFirst()
                .orElse(ALL.get(ALL.size() - 1));
    }

    /** Returns the remark for a conversation that has {@code turn} answers so far. */
    String remark(long turn) {
        return remarks.get((int) (turn % remarks.size()));
    }

    private static GrumpyTopic topic(String words, String... remarks) {
        return new GrumpyTopic(Pattern.compile("\\b(?:" + words + ")\\b"), List.of(remarks));
    }
}
