using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>An operator between two values, and where it stands.</summary>
internal sealed record Operation(TemplateContext Context, ScriptNode Node, string Symbol, object Left, object Right)
{
    public bool IsEither<T>() => Left is T || Right is T;

    public bool AreBoth<T>() => Left is T && Right is T;

    public ScriptRuntimeException Unsupported() => Node.Error(
        $"The operator `{Symbol}` is not supported between {TypeNames.Of(Left)} and {TypeNames.Of(Right)}.");
}
