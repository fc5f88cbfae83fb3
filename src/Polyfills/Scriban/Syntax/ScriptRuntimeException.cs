using System;
using Scriban.Parsing;

namespace Scriban.Syntax;

public class ScriptRuntimeException : Exception
{
    public ScriptRuntimeException(SourceSpan span, string message)
        : this(span, message, null)
    {
    }

    public ScriptRuntimeException(SourceSpan span, string message, Exception innerException)
        : base(message, innerException)
    {
        Span = span;
    }

    public SourceSpan Span { get; }

    public override string Message => $"{Span.ToStringSimple()} : error : {OriginalMessage}";

    public string OriginalMessage => base.Message;

    public override string ToString() => Message;
}
