package io.damso.persistence.problem;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.damso.edge.problem.ProblemDocument;
import io.damso.protocol.ErrorCode;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

/** The OpenAPI document of the REST interface, with error codes. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String BEARER = "bearer";
    private static final String PROBLEM = "Problem";
    private static final List<ErrorCode> OF_EVERY_ENDPOINT = List.of(
            ErrorCode.BAD_REQUEST, ErrorCode.TOO_MANY_REQUESTS, ErrorCode.STORE_UNAVAILABLE, ErrorCode.INTERNAL);
    private static final List<ErrorCode> OF_TOKENS = List.of(
            ErrorCode.TOKEN_MISSING, ErrorCode.TOKEN_INVALID, ErrorCode.TOKEN_EXPIRED, ErrorCode.TOKEN_UNVERIFIABLE);

    @Bean
    OpenAPI openApi() {
        SecurityScheme bearer = new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(BEARER)
                .bearerFormat("JWT");
        return new OpenAPI()
                .info(new Info().title("Damso chat-persistence").version("1"))
                .components(new Components().addSecuritySchemes(BEARER, bearer).addSchemas(PROBLEM, problemSchema()))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    @Bean
    OperationCustomizer refusals() {
        return (operation, method) -> {
            codes(operation, method)
                    .collect(groupingBy(ErrorCode::httpStatus))
                    .forEach((status, codes) ->
                            operation.getResponses().addApiResponse(status.toString(), refusal(codes)));
            return operation;
        };
    }

    private static Stream<ErrorCode> codes(Operation operation, HandlerMethod method) {
        Refuses refuses = method.getMethodAnnotation(Refuses.class);
        Stream<ErrorCode> own = refuses == null ? Stream.empty() : Arrays.stream(refuses.value());
        // An operation with its own security entry needs no token.
        Stream<ErrorCode> tokens = operation.getSecurity() == null ? OF_TOKENS.stream() : Stream.empty();
        return Stream.of(own, tokens, OF_EVERY_ENDPOINT.stream()).flatMap(codes -> codes);
    }

    private static ApiResponse refusal(List<ErrorCode> codes) {
        String slugs = codes.stream().distinct().map(ErrorCode::slug).collect(joining("`, `", "`", "`"));
        MediaType body = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM));
        return new ApiResponse()
                .description("Error code: " + slugs)
                .content(new Content().addMediaType("application/problem+json", body));
    }

    private static Schema<?> problemSchema() {
        return new ObjectSchema()
                .description("Problem document (RFC 9457)")
                .addProperty("type", new StringSchema().description("/problems/ and the code"))
                .addProperty("title", new StringSchema().description("What is wrong, for users"))
                .addProperty("status", new IntegerSchema())
                .addProperty("code", new StringSchema().description("Stable across releases"))
                .addProperty("retryable", new BooleanSchema().description("Whether the same request may succeed later"))
                .addProperty("detail", new StringSchema().description("What is wrong with this request, for users"))
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(errorSchema())
                                .description("The invalid values")
                                .maxItems(ProblemDocument.MAX_ERRORS));
    }

    private static Schema<?> errorSchema() {
        return new ObjectSchema()
                .addProperty(
                        "field",
                        new StringSchema()
                                .description(
                                        "JSON pointer into the body, empty for the whole body, or the name of a parameter"))
                .addProperty("detail", new StringSchema().description("What is wrong with it"))
                .addProperty("allowed", new StringSchema().description("What is allowed there"));
    }
}
