using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Pipeline.Polyfills.Scriban;

/// <summary>The two templates that the recorded ones include.</summary>
internal sealed class RecordedLoader : ITemplateLoader
{
    public string GetPath(TemplateContext context, SourceSpan callerSpan, string templateName) => templateName;

    public string Load(TemplateContext context, SourceSpan callerSpan, string templatePath) => templatePath switch
    {
        "row" => "<{{ $1 }}|{{ label }}>",
        "named" => "[{{ $.title }}]",
        _ => throw new FileNotFoundException($"no template '{templatePath}'"),
    };

    public ValueTask<string> LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) =>
        new(Load(context, callerSpan, templatePath));
}
