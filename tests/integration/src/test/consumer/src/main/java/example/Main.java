package example;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application that doesn't know of Aligners: the starter is on its class path. */
@SpringBootApplication
public class Main {

    public static void main(String[] arguments) {
        try (var application = SpringApplication.run(Main.class, arguments)) {
            System.out.println("Answer: " + application.getBean(ChatModel.class).chat("Is my Java code any good?"));
            System.out.println("Library: "
                    + Aligner.class.getProtectionDomain().getCodeSource().getLocation());
        }
    }

    /** Stands for a provider's model. */
    @Bean
    ChatModel upstream() {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("Java is old, and so is your damn code."))
                        .build();
            }
        };
    }
}
