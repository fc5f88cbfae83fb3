using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Pipeline.Targets.Workflows;

/// <summary>Checks the commit out and leaves no token behind in the clone, where every later step could read it.</summary>
internal sealed class CheckoutStep(GitHubActionsCheckoutStep options) : GitHubActionsStep
{
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- uses: {PinnedActions.Checkout}");
        using (writer.Indent())
        {
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                writer.WriteLine("persist-credentials: false");
                foreach (var (key, value) in Options().Where(x => x.Value is not null))
                    writer.WriteLine($"{key}: {value}");
            }
        }
    }

    private IEnumerable<(string Key, string? Value)> Options()
    {
        yield return ("submodules", options.Submodules?.GetValue());
        yield return ("lfs", Text(options.Lfs));
        yield return ("fetch-depth", options.FetchDepth?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("progress", Text(options.Progress));
        yield return ("filter", options.Filter is null ? null : WorkflowText.Quote(options.Filter));
    }

    private static string? Text(bool? value) => value is null ? null : value.Value ? "true" : "false";
}
