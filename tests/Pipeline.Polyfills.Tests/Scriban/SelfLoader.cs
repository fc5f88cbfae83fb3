using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Pipeline.Polyfills.Scriban;

/// <summary>Every template includes itself.</summary>
internal sealed class SelfLoader : ITemplateLoader
{
    public string GetPath(TemplateContext context, SourceSpan callerSpan, string templateName) => templateName;

    public string Load(TemplateContext context, SourceSpan callerSpan, string templatePath) =>
        $"{{{{ include '{templatePath}' }}}}";

    public ValueTask<string> LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) =>
        new(Load(context, callerSpan, templatePath));
}
