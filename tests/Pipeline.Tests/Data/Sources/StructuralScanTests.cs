using System.Text;

namespace Pipeline.Data.Sources;

public class StructuralScanTests
{
    private const int Places = 140;

    [Theory]
    [InlineData("\"a\"b,2\n")]
    [InlineData("a\"b,2\n")]
    [InlineData("a\"b\",2\n")]
    [InlineData("\"\",2\n")]
    [InlineData("\"\"\"\",2\n")]
    [InlineData("\"a\"\"b\",2\n")]
    [InlineData("\"a,\nb\",2\n")]
    [InlineData("1,\"b\"\r\n")]
    [InlineData("1,\"b\" \r\n")]
    [InlineData("1,2\r\n")]
    [InlineData("1,2\r3\n")]
    [InlineData("1\r,2\n")]
    [InlineData("1, \"b\"\n")]
    [InlineData("1,\"b\"")]
    [InlineData("1,\"b\n")]
    [InlineData("1\n")]
    [InlineData("\n\n")]
    public void Quirk_AtAnyPlaceOfABlock_IsReadAsByTheNaiveReader(string quirk)
    {
        for (var place = 1; place < Places; place++)
        {
            var text = $"a,b\n{new string('x', place)},y\n{quirk}1,2\n\"3\",4\n";
            var expected = NaiveCsv.Read(text);

            var read = CsvText.Read(Encoding.UTF8.GetBytes(text));

            (read.Problems.Count == 0).ShouldBe(expected is not null, $"at {place}");
            if (expected is not null)
                read.Rows.Prepend(read.Header).Select(Row).ShouldBe(expected.Select(Row));
        }
    }

    private static string Row(IReadOnlyList<string> values) => string.Join('|', values);

    [Theory]
    [InlineData("x,y\n1,\"2\n3\"\n", true)]
    [InlineData("x,y\r\n1,\"\"\"2\"\"\"\r\n", true)]
    [InlineData("x, \"y\"\n", false)]
    [InlineData("x,y\"\"\n", false)]
    [InlineData("x,\"y\"z\n", false)]
    [InlineData("x\r,y\n", false)]
    public void Regular_IsWhatRfc4180Has(string text, bool isRegular)
    {
        var scan = new StructuralScan();

        scan.Scan(Encoding.UTF8.GetBytes(text), 0, (byte)',');

        scan.IsRegular.ShouldBe(isRegular);
    }
}
