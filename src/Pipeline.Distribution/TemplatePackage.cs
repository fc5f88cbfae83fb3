using NuGet.Versioning;

namespace Pipeline.Distribution;

/// <summary>The template that <c>dotnet new pipeline</c> makes a team's repository of.</summary>
internal static class TemplatePackage
{
    private const string Id = "Pipeline.Templates";

    /// <summary>The scripts that start a build are the toolkit's own.</summary>
    private static readonly string[] Scripts = ["build.sh", "build.ps1", "build.cmd", "build/BuildClosure.targets"];

    /// <summary>Files that name the version, and the package that brings the types of NUKE.</summary>
    private static readonly string[] Named = ["pipeline/Directory.Packages.props", "pipeline/build/_build.csproj"];

    /// <param name="root">Of the toolkit's clone.</param>
    /// <param name="version">Of the packages that a new repository begins with; null before it is known.</param>
    /// <param name="nuke">"Nuke.Common", or what stands in for it.</param>
    public static PackageContent Make(string root, NuGetVersion? version, string nuke)
    {
        var folder = Path.Combine(root, "templates");
        var files = Directory.GetFiles(Path.Combine(folder, "pipeline"), "*", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), Source: file))
            .Where(file => !file.Path.Split('/').Any(part => part is "bin" or "obj" or "temp"))
            .Concat(Scripts.Select(script => (Path: $"pipeline/{script}", Source: Path.Combine(root, script))));
        return new PackageContent(
            Id,
            "dotnet new pipeline: a repository that trains a model, judges it, and rolls it out with one command.",
            [
                .. files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => Named.Contains(file.Path)
                    ? PackageFile.OfText($"content/{file.Path}", Name(File.ReadAllText(file.Source)))
                    : PackageFile.Of($"content/{file.Path}", file.Source)),
            ],
            [])
        {
            IsTemplate = true,
        };

        string Name(string text) => text
            .Replace("PIPELINE_VERSION", version?.ToNormalizedString() ?? "", StringComparison.Ordinal)
            .Replace("NUKE_PACKAGE", nuke, StringComparison.Ordinal);
    }
}
