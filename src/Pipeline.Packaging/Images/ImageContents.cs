using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Packaging.Layers;
using Pipeline.Packaging.Images;

namespace Pipeline.Packaging.Images;

/// <summary>What lies where in an image, and how its server is started.</summary>
internal static class ImageContents
{
    private const string AppFolder = "app";
    private const string ExtensionsFolder = "app/extensions";
    private const string ModelFolder = "model";
    private const string LogFolder = "predictions";
    private const int Port = 8080;

    /// <summary>Neither root nor anybody of a usual system.</summary>
    private const int User = 10001;

    private const int AnybodysFolderMode = 0x3FF;

    public static IReadOnlyCollection<LayerEntry> Of(IEnumerable<ServerFile> files) =>
        [.. files.Select(x => x.Bytes is { } bytes
            ? (LayerEntry)new LayerEntry.Bytes(PathOf(x), bytes)
            : new LayerEntry.Copy(PathOf(x), x.Source, x.IsProgram ? LayerEntry.ProgramMode : LayerEntry.FileMode))];

    /// <summary>In the image, from its root.</summary>
    public static string PathOf(ServerFile file) => $"{AppFolder}/{file.Path}";

    /// <summary>The server, and the folders that it writes to.</summary>
    public static IReadOnlyCollection<LayerEntry> App(IEnumerable<ServerFile> files) => Program(files, LogFolder);

    /// <summary>A program, and the folders that it writes to.</summary>
    /// <param name="files">Of the program.</param>
    /// <param name="folder">Its own, from the root of the image.</param>
    public static IReadOnlyCollection<LayerEntry> Program(IEnumerable<ServerFile> files, string folder) =>
        [.. Of(files), new LayerEntry.Folder(folder, owner: User), new LayerEntry.Folder("tmp", AnybodysFolderMode)];

    /// <summary>How the server is told where its model is, beside what its flavor needs.</summary>
    public static IEnumerable<string> ServerVariables(IEnumerable<string> variables) =>
    [
        $"PIPELINE_SERVING_ADDRESS=0.0.0.0:{Port}",
        $"PIPELINE_SERVING_MODEL=/{ModelFolder}",
        .. variables,
    ];

    public static IReadOnlyCollection<LayerEntry> Extensions(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(x => new LayerEntry.Copy(
            $"{ExtensionsFolder}/{Path.GetRelativePath(folder, x).Replace('\\', '/')}", x))];

    public static IReadOnlyCollection<LayerEntry> Model(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        [.. files.Select(x => new LayerEntry.Bytes($"{ModelFolder}/{x.Key}", x.Value))];

    /// <param name="architecture">Of its programs.</param>
    /// <param name="program">The server.</param>
    /// <param name="variables">As NAME=value, beside those of every image.</param>
    /// <param name="layers">Their diff ids, the lowest first.</param>
    public static OciConfig Config(
        string architecture, string program, IEnumerable<string> variables, IEnumerable<Digest> layers)
    {
        return new OciConfig
        {
            Architecture = architecture,
            Config = new OciConfig.Execution
            {
                User = $"{User}:{User}",
                ExposedPorts = new Dictionary<string, object> { [$"{Port}/tcp"] = new Dictionary<string, string>() },
                Variables = ["DOTNET_EnableDiagnostics=0", .. variables],
                Entrypoint = [$"/{AppFolder}/{program}"],
                WorkingFolder = $"/{AppFolder}",
                Labels = new Dictionary<string, string> { ["pipeline.toolkit"] = Toolkit.Version },
            },
            Rootfs = new OciConfig.FileSystem([.. layers]),
        };
    }
}
