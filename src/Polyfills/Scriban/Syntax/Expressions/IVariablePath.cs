namespace Scriban.Syntax;

/// <summary>An expression that names something, which may be a function, and which can be assigned.</summary>
internal interface IVariablePath
{
    /// <summary>What it names, functions uncalled; null where there is nothing.</summary>
    object Resolve(TemplateContext context);

    void Assign(TemplateContext context, object value);
}
