using System.Text;
using Pipeline.Targets.Ci;
using Serilog.Events;
using Serilog.Parsing;
using Serilog;

namespace Pipeline.Targets.Secrets;

/// <summary>
/// A console that secrets cannot leave. Text goes out at once, except for an end that may be the beginning of a secret: that
/// waits for what follows, because a secret may arrive in several pieces.
/// </summary>
internal sealed class RedactingWriter(TextWriter inner, SecretRedactor redactor) : TextWriter
{
    private readonly Lock _lock = new();
    private string _held = "";

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value)
    {
        if (inner is WorkflowCommandGuard guard && WorkflowCommandGuard.IsOfEngine(value))
            WriteCommand(guard, value!);
        else
            Write($"{value}{inner.NewLine}");
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            var text = _held + buffer.ToString();
            var open = redactor.OpenEnd(text);
            inner.Write(redactor.Redact(text[..open]));
            _held = text[open..];
        }
    }

    public override void Flush()
    {
        lock (_lock)
        {
            inner.Write(redactor.Redact(_held));
            _held = "";
            inner.Flush();
        }
    }

    private void WriteCommand(WorkflowCommandGuard guard, string line)
    {
        lock (_lock)
        {
            guard.Write(redactor.Redact(_held));
            _held = "";
            guard.WriteCommand(redactor.Redact(line));
        }
    }

    protected override void Dispose(bool disposing)
    {
        Flush();
        base.Dispose(disposing);
    }
}

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
