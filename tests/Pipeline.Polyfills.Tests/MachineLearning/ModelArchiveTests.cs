using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Archives;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Pipeline.Polyfills.MachineLearning;

public class ModelArchiveTests
{
    private static readonly MLContext Context = new();

    [Fact]
    public void Load_ZipOfTheRealPackage_SaysWhichModeItNeeds()
    {
        var load = () => Load(Zip(("TransformerChain/Model.key", [1])));

        load.ShouldThrow<FormatException>().Message.ShouldBe(
            "The polyfill of Microsoft.ML did not save this model; one of the real package needs package mode 'nuget'.");
    }

    [Fact]
    public void Load_NoZip_IsRefused()
    {
        var load = () => Load([1, 2, 3]);

        load.ShouldThrow<FormatException>();
    }

    [Fact]
    public void Load_VersionOfTheFuture_NamesBoth()
    {
        var load = () => Load(Zip(("Polyfill/Version.txt", Part(x => x.Write("2")))));

        load.ShouldThrow<FormatException>().Message.ShouldBe("The model is of version '2'; '1' is read here.");
    }

    [Fact]
    public void Load_PartThatIsNotKnown_NamesIt()
    {
        var load = () => Load(WithParts(("0000.Sprocket", [])));

        load.ShouldThrow<FormatException>().Message.ShouldContain("'Sprocket'");
    }

    [Fact]
    public void Load_PartWithMoreThanItNeeds_IsRefused()
    {
        var load = () => Load(WithParts(("0000.TypeConverting", [.. new byte[8], 1])));

        load.ShouldThrow<FormatException>();
    }

    [Fact]
    public void Load_CountBeyondTheFile_AllocatesNothingOfTheKind()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var load = () => Load(WithParts(("0000.MissingValueReplacing", Part(x => x.Write(int.MaxValue)))));

        load.ShouldThrow<FormatException>();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }

    [Fact]
    public void Load_KeyTwice_IsRefused()
    {
        var part = Part(x =>
        {
            x.Write(["Job"]);
            x.Write(["Job"]);
            x.Write(["cook", "cook"]);
        });

        var load = () => Load(WithParts(("0000.OneHotEncoding", part)));

        load.ShouldThrow<FormatException>();
    }

    [Fact]
    public void Load_Transformers_KeepTheirOrder()
    {
        InputOutputColumnPair[] columns = [new("b", "a")];
        ITransformer chain = new TransformerChain<ITransformer>(
            [new MissingValueReplacingTransformer(columns, [3]), new MissingValueIndicatorTransformer([new("c", "b")])]);
        using var stream = new MemoryStream();
        Context.Model.Save(chain, Schema(), stream);

        var loaded = Load(stream.ToArray());

        loaded.GetRowToRowMapper(Schema()).OutputSchema.Columns.Select(x => x.Name).ShouldBe(["a", "b", "c"]);
    }

    private static DataViewSchema Schema() => new([("a", NumberDataViewType.Single)]);

    private static ITransformer Load(byte[] zip) => Context.Model.Load(new MemoryStream(zip), out _);

    private static byte[] WithParts(params (string Name, byte[] Bytes)[] parts) => Zip(
    [
        ("Polyfill/Version.txt", Part(x => x.Write("1"))),
        ("Schema", new byte[8]),
        .. parts.Select(x => ($"TransformerChain/{x.Name}", x.Bytes)),
    ]);

    private static byte[] Part(Action<ModelWriter> write)
    {
        using var writer = new ModelWriter();
        write(writer);
        return writer.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
