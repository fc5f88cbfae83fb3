using System.Text;
using Pipeline.Targets.Ci;

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
