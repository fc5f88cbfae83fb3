namespace Scriban.Syntax;

internal sealed record NamedArgument(string Name, ScriptExpression Value);
