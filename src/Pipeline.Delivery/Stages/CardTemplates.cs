using Pipeline.Core.Artifacts;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Delivery.Stages;

/// <summary>The templates of a model's card: the team's own where the manifest names them, the toolkit's otherwise.</summary>
internal sealed class CardTemplates(ModelWorkspace workspace)
{
    private const string MarkdownKey = "card.markdown-template";
    private const string PageKey = "card.page-template";

    private CardStatements Named => workspace.Manifest.Frame.Card;

    /// <summary>The files of those that the manifest names.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Named.MarkdownTemplate is { } markdown ? [PathOf(markdown, MarkdownKey)] : Array.Empty<string>(),
        .. Named.PageTemplate is { } page ? [PathOf(page, PageKey)] : Array.Empty<string>(),
    ];

    public Task<CardTemplate> MarkdownAsync(CancellationToken cancellationToken) =>
        ReadAsync(Named.MarkdownTemplate, MarkdownKey, CardTemplate.Markdown, cancellationToken);

    public Task<CardTemplate> PageAsync(CancellationToken cancellationToken) =>
        ReadAsync(Named.PageTemplate, PageKey, CardTemplate.Html, cancellationToken);

    private async Task<CardTemplate> ReadAsync(
        string? named, string key, CardTemplate usual, CancellationToken cancellationToken)
    {
        if (named is null)
            return usual;
        var path = PathOf(named, key);
        return (await CardTemplate.ReadAsync(path, workspace.Relative(path), usual.Medium, cancellationToken)).OrThrow();
    }

    private string PathOf(string named, string key)
    {
        if (ContainedPath.TryResolve(workspace.Folder, named, out var path, out var reason) && File.Exists(path))
            return path;
        throw new InvalidInputException([workspace.Manifest.Locate(key).Problem(
            reason ?? $"There is no file '{named}' below the folder of the model.",
            "Name a Scriban template, from the folder of model.yml.")]);
    }
}
