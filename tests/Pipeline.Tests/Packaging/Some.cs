using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Layers;
using Pipeline.Packaging.Images;
using Pipeline.Testing;

namespace Pipeline.Packaging;

internal static class Some
{
    public const string Dependencies = """
        {
          "runtimeTarget": {"name": "net/linux-x64"},
          "targets": {
            "net/linux-x64": {
              "Server/1.0.0": {"runtime": {"Server.dll": {}}},
              "Pipeline.Core/0.1.0": {"runtime": {"Pipeline.Core.dll": {}}},
              "Package/2.0.0": {"runtime": {"lib/net8.0/Package.dll": {}}},
              "runtimepack.NET/10.0.0": {"runtime": {"System.dll": {}}, "native": {"libhostfxr.so": {}, "createdump": {}}}
            }
          },
          "libraries": {
            "Server/1.0.0": {"type": "project"},
            "Pipeline.Core/0.1.0": {"type": "project"},
            "Package/2.0.0": {"type": "package"},
            "runtimepack.NET/10.0.0": {"type": "runtimepack"}
          }
        }
        """;

    public static ModelName Model { get; } = ModelName.Parse("loan-default");

    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ModelFiles(string content = "trees") =>
        new Dictionary<string, ReadOnlyMemory<byte>> { ["model.zip"] = Utf8(content), ["signature.json"] = Utf8("{}") };

    /// <summary>A published server in a folder of the given one.</summary>
    public static string Publish(TemporaryFolder folder, string name = "publish")
    {
        string[] files = ["Server", "Server.dll", "Server.runtimeconfig.json", "Pipeline.Core.dll", "Package.dll", "System.dll",
            "libhostfxr.so", "createdump"];
        foreach (var file in files)
            folder.Write($"{name}/{file}", $"content of {file}");
        folder.Write($"{name}/Server.deps.json", Dependencies);
        return folder[name];
    }

    public static async Task<ServerFiles> ServerAsync(TemporaryFolder folder, string name = "publish") =>
        (await ServerFiles.ReadAsync(Publish(folder, name), TestContext.Current.CancellationToken)).OrThrow();

    public static async Task<PackageRequest> RequestAsync(TemporaryFolder folder, string model = "trees") => new()
    {
        Model = Model,
        Server = await ServerAsync(folder),
        ModelFiles = ModelFiles(model),
        Layout = folder["image"],
    };

    public static ImagePackager Packager(TemporaryFolder folder) => new(new FixedBase(), new LayerCache(folder["layers"]));

    public static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static async Task<byte[]> TarAsync(params IEnumerable<LayerEntry> entries)
    {
        using var stream = new MemoryStream();
        await LayerTar.WriteAsync(entries, stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private sealed class FixedBase : IBaseSource
    {
        public Task<Validated<BaseContents>> ResolveAsync(CancellationToken cancellationToken)
        {
            LayerEntry entry = new LayerEntry.Bytes("lib/libc.so.6", Utf8("libc"));
            var component = new BillComponent("libc.so.6", "lib/libc.so.6", Digest.OfText("libc"));
            return Task.FromResult(Validated.Valid(new BaseContents("amd64", [entry], [component])));
        }
    }
}
