using Serilog;
using Serilog.Events;
using Serilog.Parsing;

namespace Pipeline.Targets.Secrets;

/// <summary>
/// Passes log events on to the engine's own logger with every secret in message, properties and exception replaced.
/// </summary>
internal sealed class RedactingLogger(ILogger inner, SecretRedactor redactor) : ILogger, IDisposable
{
    private static readonly MessageTemplateParser Parser = new();

    public void Write(LogEvent logEvent)
    {
        var template = logEvent.MessageTemplate.Text;
        var redacted = redactor.Redact(template);
        inner.Write(new LogEvent(
            logEvent.Timestamp,
            logEvent.Level,
            Redact(logEvent.Exception),
            redacted == template ? logEvent.MessageTemplate : Parser.Parse(redacted),
            logEvent.Properties.Select(x => new LogEventProperty(x.Key, Redact(x.Value)))));
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private Exception? Redact(Exception? exception)
    {
        if (exception is null)
            return null;
        var text = exception.ToString();
        var redacted = redactor.Redact(text);
        return redacted == text ? exception : new RedactedException(redactor.Redact(exception.Message), redacted);
    }

    private LogEventPropertyValue Redact(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: null or bool or DateTime or DateTimeOffset or TimeSpan } => value,
        ScalarValue { Value: string text } => new ScalarValue(redactor.Redact(text)),
        ScalarValue scalar => scalar.Value!.ToString() is { } text && redactor.Redact(text) is var redacted && redacted != text
            ? new ScalarValue(redacted)
            : scalar,
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Redact)),
        StructureValue structure => new StructureValue(
            structure.Properties.Select(x => new LogEventProperty(x.Name, Redact(x.Value))), structure.TypeTag),
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(x =>
            KeyValuePair.Create(Redact(x.Key) as ScalarValue ?? x.Key, Redact(x.Value)))),
        _ => value,
    };

    private sealed class RedactedException(string message, string text) : Exception(message)
    {
        public override string ToString() => text;
    }
}
