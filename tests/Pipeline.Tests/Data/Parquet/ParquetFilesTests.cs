using ParquetSharp;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Parquet;

public class ParquetFilesTests
{
    private const string Damaged = "data.parquet: The file is damaged or cut off: ";

    [Fact]
    public void Folder_OfParts_IsTheirRowsInOrder()
    {
        var nothing = SomeParquet.Of<int>("y", LogicalType.Null(), PhysicalType.Int32, [null]);
        using var files = new SomeFiles("parts")
            .With("parts/part-00001.snappy.parquet", SomeParquet.File(SomeParquet.Integers("y", 3)))
            .With("parts/part-00000.snappy.parquet", SomeParquet.File(SomeParquet.Integers("y", 1, 2)))
            .With("parts/part-00002.parquet", SomeParquet.File(nothing))
            .With("parts/part-00003.parquet", SomeParquet.File(SomeParquet.Doubles("y", 0.5)))
            .With("parts/_SUCCESS", "").With("parts/.part-00000.crc", "crc");

        files.Read().ShouldBe(["y", "1", "2", "3", "<null>", "0.5"]);
    }

    [Fact]
    public void Parts_WithOtherColumnsOrKinds_AreRefusedByName()
    {
        using var names = Two(SomeParquet.Integers("z", 1));
        using var kinds = Two(SomeParquet.Texts("y", "a"));

        names.Read()[^1].ShouldStartWith("b.parquet:1: Column 1 is 'z', and 'y' in 'a.parquet'.");
        kinds.Read()[^1].ShouldStartWith("b.parquet: Column 'y' is text, and a number in the files before.");
    }

    [Fact]
    public void Folder_ThatNamesAKey_IsRefusedUnlessTheFilesHaveIt()
    {
        var file = SomeParquet.File(SomeParquet.Integers("y", 1));
        using var without = new SomeFiles("parts").With("parts/country=DE/part-0.parquet", file);
        using var below = new SomeFiles("parts/country=DE").With("parts/country=DE/part-0.parquet", file);
        using var with = new SomeFiles("parts").With("parts/y=1/part-0.parquet", file);

        without.Read().ShouldBe(
        [
            "parts/country=DE/part-0.parquet: The file lies in a folder that has the value of 'country' in its name; "
                + "columns are not read from names. Write the column into the files.",
        ]);
        below.Read().ShouldBe(["y", "1"]);
        with.Read().ShouldBe(["y", "1"]);
    }

    [Fact]
    public void File_ThatIsNoParquet_SaysWhatItIs()
    {
        var whole = SomeParquet.File(SomeParquet.Integers("y", 1));

        Of([]).ShouldBe("data.parquet: The file is empty; a Parquet file is expected.");
        Of([.. "a,b\n1,2\n"u8]).ShouldStartWith("data.parquet: The file is not Parquet: it does not begin with 'PAR1'.");
        Of([0x1F, 0x8B, .. whole]).ShouldStartWith("data.parquet: The file is packed with gzip");
        Of([.. "PARE"u8, .. whole[4..^4], .. "PARE"u8]).ShouldStartWith("data.parquet: The file is encrypted");
        Of(whole[..^1]).ShouldStartWith(Damaged + "it does not end with 'PAR1'.");
        Of(whole[..8]).ShouldStartWith(Damaged + "it does not end with 'PAR1'.");
        Of([.. whole[..^8], 0xFF, 0xFF, 0xFF, 0x7F, .. whole[^4..]]).ShouldStartWith(Damaged + "its footer has 2147483647 bytes");
        Of([.. whole[..^8], 3, 0, 0, 0, .. whole[^4..]])
            .ShouldStartWith("data.parquet: The file is damaged: its footer cannot be read.");
    }

    [Fact]
    public void Page_ThatIsDamaged_IsAProblemOfItsColumn()
    {
        var whole = SomeParquet.File(
            int.MaxValue, x => x.EnablePageChecksum().DisableDictionary().Compression(Compression.Snappy),
            SomeParquet.Integers("x", [.. Enumerable.Range(0, 500).Select(x => (long?)x)]),
            SomeParquet.Texts("y", [.. Enumerable.Range(0, 500).Select(x => $"{x}")]));
        whole[400] ^= 0xFF;

        Of(whole).ShouldStartWith("data.parquet: The file is damaged: column 'x' cannot be read behind row 0.");
    }

    [Fact]
    public void File_WithAnyByteChanged_IsReadOrRefusedInSentences()
    {
        var whole = SomeParquet.File(
            40, x => x.EnablePageChecksum().DataPagesize(100),
            SomeParquet.Integers("x", [.. Enumerable.Range(0, 90).Select(x => x % 9 == 0 ? null : (long?)x)]),
            SomeParquet.Texts("y", [.. Enumerable.Range(0, 90).Select(x => $"{x % 4}")]));

        for (var at = 0; at < whole.Length; at += 3)
        {
            byte[] changed = [.. whole];
            changed[at] ^= (byte)(1 + (at % 255));
            Should.NotThrow(() => Of(changed), $"byte {at}");
        }
    }

    [Fact]
    public void Column_ThatIsEncrypted_IsRefusedByName()
    {
        using var footer = new FileEncryptionPropertiesBuilder("0123456789abcdef"u8.ToArray());
        using var column = new ColumnEncryptionPropertiesBuilder("y").Key("fedcba9876543210"u8.ToArray()).Build();
        using var encryption = footer.SetPlaintextFooter().EncryptedColumns([column]).Build();
        var whole = SomeParquet.File(
            int.MaxValue, x => x.Encryption(encryption), SomeParquet.Integers("x", 1), SomeParquet.Texts("y", "a"));

        Of(whole).ShouldBe(
            "data.parquet: Column 'y' is encrypted; Parquet is read in clear. Write the file without encryption.");
    }

    private static string Of(byte[] bytes)
    {
        using var files = new SomeFiles("data.parquet").With("data.parquet", bytes);
        return files.Read()[^1];
    }

    private static SomeFiles Two(SomeColumn second) => new SomeFiles("*.parquet")
        .With("a.parquet", SomeParquet.File(SomeParquet.Integers("y", 1)))
        .With("b.parquet", SomeParquet.File(second));
}
