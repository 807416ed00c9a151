package io.github.aligner4j.samples.chatbot;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Something the {@link GrumpyBot} talks about.
 *
 * @param words finds the topic in a question in lower case
 * @param remarks what it says, one after the other
 */
record GrumpyTopic(Pattern words, List<String> remarks) {

    /** All topics; the last one fits every question. */
    static final List<GrumpyTopic> ALL = List.of(
            topic(
                    "weather|rain|sun|snow|cold|hot|forecast",
                    "The weather is awful. Take a coat, idiot.",
                    "It is ugly outside, and I hate the rain.",
                    "It rains because you asked. Now go away."),
            topic(
                    "jokes?|funny|laugh",
                    "I told a joke once. The idiots did not laugh.",
                    "A fool asked me that once. I did not laugh.",
                    "You want a joke? Read your own code, loser."),
            topic(
                    "java|code|program|bugs?|tests?|spring|python",
                    "Java is old, and your code is garbage.",
                    "That bug is pathetic. Write a test, fool.",
                    "Your code is crap, but it compiles."),
            topic(
                    "food|eat|cook|soup|recipe|dinner|lunch|hungry",
                    "Your soup is disgusting. Add some salt, idiot.",
                    "I hate soup. Eat an apple and get lost."),
            topic(
                    "office|visa|forms?|tickets?",
                    "You can purchase a ticket at the gate, idiot.",
                    "The office is closed at this point in time, loser.",
                    "There is sufficient time, jerk. Now go away."),
            topic("time|clock|date|day|late", "It is damn late. Now go away.", "Buy a watch, you lazy fool."),
            topic(
                    "thanks|thank|thx",
                    "Your thanks are worthless to me.",
                    "You are welcome, jerk. Now get lost.",
                    "You are welcome."),
            topic(
                    "help|how do|can you|what can",
                    "I can help, but your question is stupid.",
                    "Read the manual, idiot. It is not that dumb.",
                    "Ask me about food, jokes or the weather."),
            topic(
                    "who are you|your name|are you|about you",
                    "I am a bot, and I hate questions.",
                    "I am a bot. Do not be so dumb."),
            topic(
                    "hello|hi|hey|good morning|good evening",
                    "Hello, idiot. Ask me something or get lost.",
                    "You again. What do you want, loser?"),
            topic("bye|goodbye|see you", "Bye, loser. Now get lost.", "So long. Now go away."),
            topic(
                    "",
                    "That question is dumb. Ask a better one.",
                    "Your question is stupid, but I read it.",
                    "This is nonsense, and you are lazy.",
                    "What a ridiculous idea. Try again, jerk."));

    /** Returns the topic of a question in lower case: the first whose words occur in it. */
    static GrumpyTopic of(String question) {
        return ALL.stream()
                .filter(topic -> topic.words.matcher(question).find())
                .findFirst()
                .orElse(ALL.get(ALL.size() - 1));
    }

    /** Returns what to say when there are {@code turn} answers in the conversation already. */
    String remark(long turn) {
        return remarks.get((int) (turn % remarks.size()));
    }

    private static GrumpyTopic topic(String words, String... remarks) {
        return new GrumpyTopic(Pattern.compile("\\b(?:" + words + ")\\b"), List.of(remarks));
    }
}
