using Scriban.Parsing;

namespace Scriban.Syntax;

public abstract class ScriptNode
{
    public SourceSpan Span;

    private protected ScriptNode()
    {
    }

    /// <summary>The template that it is a part of; null for a node that was not parsed.</summary>
    internal SourceText Source { get; set; }

    /// <summary>The node as the template has it.</summary>
    internal string Text => Source?.Slice(Span) ?? string.Empty;

    public abstract object Evaluate(TemplateContext context);

    /// <summary>The part of the node that is to blame for an error.</summary>
    internal virtual SourceSpan ErrorSpan => Span;

    internal ScriptRuntimeException Error(string message) => new(ErrorSpan, message);
}
