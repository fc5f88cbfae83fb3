using System.Text;

namespace Pipeline.Data.Sources;

/// <summary>Files that are no text in UTF-8 are called what they are.</summary>
public class FileContentTests
{
    private const string Text = "id,a,y\n1,3,1\n2,6,0\n";

    public static TheoryData<byte[], string> Files => new()
    {
        { [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)], "text in UTF-16" },
        { [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Text)], "text in UTF-16" },
        { [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Text)], "text in UTF-32" },
        { Encoding.Unicode.GetBytes(Text), "text in UTF-16, without a byte order mark" },
        { Encoding.BigEndianUnicode.GetBytes(Text), "text in UTF-16, without a byte order mark" },
        { [.. "PK\u0003\u0004\u0014\0\0\0"u8], "a zip archive or an Excel workbook" },
        { [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "an Excel workbook of the old form" },
        { [.. "PAR1"u8, 0x15, 0x04, 0, 0], "a Parquet file" },
        { [.. "ARROW1\0\0"u8], "an Arrow or Feather file" },
        { [.. "Obj\u0001\u0004"u8], "an Avro file" },
        { [.. "SQLite format 3\0"u8], "a SQLite database" },
        { [.. "BZh91AY&SY"u8, 0xE8, 0x01], "packed with bzip2" },
        { [0x28, 0xB5, 0x2F, 0xFD, 0x24, 0], "packed with Zstandard" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void File_OfAnotherKind_IsCalledByItsName(byte[] bytes, string name)
    {
        CsvText.Read(bytes).Problems.ShouldHaveSingleItem().Message.ShouldBe($"The file is {name}; CSV in UTF-8 is read.");
    }

    [Theory]
    [InlineData("ORC,b")]
    [InlineData("PAR1,b")]
    [InlineData("BZh,b")]
    public void Header_ThatBeginsAsAnotherKindDoes_IsAHeader(string header) =>
        CsvText.Read(header + "\n1,2\n").Header.ShouldBe(header.Split(','));

    [Fact]
    public void Archive_WithZerosBehindIt_IsNotCalledDamaged()
    {
        foreach (var count in new[] { 1, 2, 512, 100_000 })
        {
            byte[] padded = [.. SomeFiles.Pack(Text), .. new byte[count]];
            using var files = new SomeFiles("data.csv.gz").With("data.csv.gz", padded);

            files.Read()[^1].ShouldStartWith(
                "data.csv.gz: The gzip archive ends before the file does: zeros", Case.Sensitive, $"{count}");
        }
    }

    [Fact]
    public void Archive_CutOffAnywhere_IsCalledDamaged()
    {
        var rows = Enumerable.Range(0, 3_000).Select(x => $"{x},{x * 7919 % 1009},{x % 2}\n");
        var packed = SomeFiles.Pack(Text + string.Concat(rows));
        for (var length = packed.Length - 1; length > packed.Length - 30; length--)
        {
            using var files = new SomeFiles("data.csv.gz").With("data.csv.gz", packed[..length]);
            files.Read()[^1].ShouldStartWith("data.csv.gz: The gzip archive is damaged or ends", Case.Sensitive, $"{length}");
        }
    }
}
