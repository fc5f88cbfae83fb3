using Pipeline.Core.Artifacts;
using Pipeline.Evaluation.Behaviour;
using Pipeline.Models;

namespace Pipeline.Delivery;

/// <summary>
/// The JSON Schema of both manifests and of behaviour tests, beside NUKE's own, so that an editor completes and checks them: it
/// finds them by a first
/// line such as <c># yaml-language-server: $schema=../../.nuke/model.schema.json</c>.
/// </summary>
internal static class EditorSchemas
{
    public const string Model = ".nuke/model.schema.json";
    public const string Environments = ".nuke/environments.schema.json";
    public const string Tests = ".nuke/tests.schema.json";

    /// <summary>Writes those that are not there as they should be. A disk that refuses is no reason to fail.</summary>
    public static async Task WriteAsync(string root, TrainerCatalog trainers, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(Path.Combine(root, Model), ModelWorkspace.SchemaOf(trainers).ToJsonSchema(), cancellationToken);
            await WriteAsync(Path.Combine(root, Environments), EnvironmentsFile.Schema.ToJsonSchema(), cancellationToken);
            await WriteAsync(Path.Combine(root, Tests), BehaviourTests.Schema.ToJsonSchema(), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static async Task WriteAsync(string path, string schema, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || await File.ReadAllTextAsync(path, cancellationToken) != schema)
            await AtomicFile.WriteTextAsync(path, schema, cancellationToken);
    }
}
