package io.damso.edge;

import io.damso.edge.origin.OriginFilter;
import io.damso.edge.problem.JettyErrors;
import io.damso.edge.problem.ProblemErrorController;
import io.damso.edge.production.ProductionCheck;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JacksonModule;

/** Configures the edge of every service that has this module on its class path; it cannot be switched off. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@EnableConfigurationProperties(EdgeProperties.class)
public class EdgeAutoConfiguration {

    /** After the filter for forwarded headers, before expensive filters. */
    private static final int ORIGIN_FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    static ProductionCheck productionCheck(Environment environment) {
        return new ProductionCheck(environment);
    }

    @Bean
    JacksonModule millisecondTimes() {
        return new MillisecondTimes();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Web {

        @Bean
        FilterRegistrationBean<OriginFilter> originFilter(EdgeProperties properties) {
            OriginFilter filter = new OriginFilter(properties.allowedOrigins(), properties.allowsAnyOrigin());
            FilterRegistrationBean<OriginFilter> registration = new FilterRegistrationBean<>(filter);
            registration.setOrder(ORIGIN_FILTER_ORDER);
            return registration;
        }

        @Bean
        JettyErrors jettyErrors() {
            return new JettyErrors();
        }

        @Bean
        NoHttpSessions noHttpSessions() {
            return new NoHttpSessions();
        }

        @Bean
        ProblemErrorController problemErrorController() {
            return new ProblemErrorController();
        }
    }
}
