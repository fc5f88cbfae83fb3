namespace Scriban.Syntax;

/// <summary>A parameter of a function that a template declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">What it is when it is not given; null when it must be given.</param>
/// <param name="IsRest">Whether it takes all arguments that are left.</param>
internal sealed record FunctionParameter(string Name, ScriptExpression Default, bool IsRest);
