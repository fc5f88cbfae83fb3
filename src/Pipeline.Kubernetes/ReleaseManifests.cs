using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Kubernetes.Compose;
using Pipeline.Kubernetes.Resources;
using Pipeline.Kubernetes.Text;

namespace Pipeline.Kubernetes;

/// <summary>A release in a form that others apply.</summary>
/// <param name="FileName">"kubernetes.yml".</param>
/// <param name="Text">The same release always makes the same text.</param>
/// <param name="LeftOut">What environments.yml asks for and the form has no place for; each a clause.</param>
public sealed record ReleaseManifest(string FileName, string Text, IReadOnlyList<string> LeftOut);

/// <summary>Writes releases as files for Compose, Kubernetes and KServe. Nothing is applied.</summary>
public static class ReleaseManifests
{
    private const string Apply = "kubectl apply --filename {0}";

    public static IReadOnlyList<ReleaseManifest> All(ReleasedModel release) =>
        [Compose(release), Kubernetes(release), KServe(release)];

    /// <summary>One server on one machine.</summary>
    public static ReleaseManifest Compose(ReleasedModel release)
    {
        ArgumentNullException.ThrowIfNull(release);
        var compose = new ComposeFile(release);
        var apply = $"docker compose --project-name {compose.Project} --file {{0}} up --detach";
        return Write(release, "compose.yml", apply, [compose.Render()], compose.LeftOut());
    }

    /// <summary>Servers in a cluster, by nothing but what every cluster has.</summary>
    public static ReleaseManifest Kubernetes(ReleasedModel release)
    {
        ArgumentNullException.ThrowIfNull(release);
        var resources = new ClusterResources(release);
        return Write(release, "kubernetes.yml", Apply, resources.Deployed(), resources.LeftOut());
    }

    /// <summary>The same in a cluster that has KServe, in its Standard mode.</summary>
    public static ReleaseManifest KServe(ReleasedModel release)
    {
        ArgumentNullException.ThrowIfNull(release);
        var service = new InferenceServices(release);
        return Write(release, "kserve.yml", Apply, service.Render(), service.LeftOut());
    }

    /// <param name="release">That is written.</param>
    /// <param name="file">Its name.</param>
    /// <param name="apply">The command that applies it; {0} is its path.</param>
    /// <param name="documents">One or more.</param>
    /// <param name="leftOut">Beside what every form leaves out.</param>
    private static ReleaseManifest Write(
        ReleasedModel release, string file, string apply, IEnumerable<JsonNode> documents, IEnumerable<string> leftOut)
    {
        List<string> left = [.. release.LeftOutOfAll(), .. leftOut];
        var path = $"{release.Folder}/{file}";
        List<string> head =
        [
            $"{release.Model} version {release.Version} in {release.Environment} of {release.Project}, image {release.Image}.",
            "Written by ./build.sh WriteManifests, and written anew by the next one: change environments.yml instead.",
            "From the root of the repository the image gets to where it is pulled from by",
            $"  skopeo copy --preserve-digests oci:{release.Layout} docker://{release.Repository}:{release.Image.Value.Brief}",
            "and this is applied by",
            $"  {apply.Replace("{0}", path, StringComparison.Ordinal)}",
            "Left out, as this form has no place for it:",
            .. left.Select(clause => $"  - {clause}"),
        ];
        var text = new StringBuilder();
        foreach (var line in head)
            text.Append("# ").Append(ManifestYaml.OneLine(line)).Append('\n');
        text.AppendJoin("---\n", documents.Select(ManifestYaml.Write));
        return new ReleaseManifest(file, text.ToString(), left);
    }
}
