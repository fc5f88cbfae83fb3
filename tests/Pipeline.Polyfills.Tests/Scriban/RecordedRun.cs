using System.Globalization;
using System.Text.Json;
using Pipeline.Testing;
using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Pipeline.Polyfills.Scriban;

/// <summary>A template rendered under the context with which the real package's results were recorded.</summary>
internal static class RecordedRun
{
    public static string Folder => Repository.Shared("facts", "scriban");

    public static TemplateContext Context()
    {
        var model = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "model.json"))).RootElement;
        var members = ScriptObject.From(model);
        members.Import("run", new Func<RecordedResult>(() => new RecordedResult()));
        var context = new TemplateContext { TemplateLoader = new RecordedLoader() };
        context.PushGlobal(members);
        context.PushCulture(CultureInfo.InvariantCulture);
        return context;
    }

    /// <summary>The result in the form of the recordings: what kind it is, then the text.</summary>
    public static string Of(string text, string name, TemplateContext context)
    {
        var template = Template.Parse(text, name);
        if (template.HasErrors)
            return $"PARSE ERRORS\n{string.Join('\n', template.Messages)}";

        try
        {
            return $"OUTPUT\n{template.Render(context)}";
        }
        catch (ScriptRuntimeException failure)
        {
            return $"RUNTIME ERROR\n{failure.Message}";
        }
    }
}
