using System.Text;

namespace Pipeline.Targets.Secrets;

/// <summary>
/// A console whose lines are redacted before they leave. A line is held back until it ends or is flushed, because a secret may
/// arrive in several pieces.
/// </summary>
internal sealed class RedactingWriter(TextWriter inner, SecretRedactor redactor) : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        lock (_lock)
            Append(value);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            foreach (var character in buffer)
                Append(character);
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_lock)
        {
            _line.Append(value).Append(inner.NewLine);
            Emit();
        }
    }

    public override void Flush()
    {
        lock (_lock)
        {
            Emit();
            inner.Flush();
        }
    }

    protected override void Dispose(bool disposing)
    {
        Flush();
        base.Dispose(disposing);
    }

    private void Append(char character)
    {
        _line.Append(character);
        if (character == '\n')
            Emit();
    }

    private void Emit()
    {
        if (_line.Length == 0)
            return;
        inner.Write(redactor.Redact(_line.ToString()));
        _line.Clear();
    }
}
