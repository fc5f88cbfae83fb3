using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Pipeline.Evaluation.Robustness;
using Pipeline.Manifest;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Behaviour;

public sealed class BehaviourXmlTests
{
    /// <summary>What Jenkins, GitLab and Azure Pipelines have in common of JUnit's format.</summary>
    private const string Schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:attributeGroup name="counts">
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
            <xs:attribute name="time" type="xs:decimal"/>
          </xs:attributeGroup>
          <xs:complexType name="reason" mixed="true">
            <xs:attribute name="message" type="xs:string" use="required"/>
            <xs:attribute name="type" type="xs:string"/>
          </xs:complexType>
          <xs:element name="testsuites"><xs:complexType>
            <xs:sequence><xs:element name="testsuite" maxOccurs="unbounded"><xs:complexType>
              <xs:sequence><xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                <xs:choice minOccurs="0">
                  <xs:element name="skipped" type="reason"/>
                  <xs:element name="error" type="reason"/>
                  <xs:element name="failure" type="reason"/>
                </xs:choice>
                <xs:attribute name="name" type="xs:string" use="required"/>
                <xs:attribute name="classname" type="xs:string" use="required"/>
                <xs:attribute name="time" type="xs:decimal"/>
                <xs:attribute name="file" type="xs:string"/>
                <xs:attribute name="line" type="xs:positiveInteger"/>
              </xs:complexType></xs:element></xs:sequence>
              <xs:attributeGroup ref="counts"/>
            </xs:complexType></xs:element></xs:sequence>
            <xs:attributeGroup ref="counts"/>
          </xs:complexType></xs:element>
        </xs:schema>
        """;

    private const string Tests = """
        defaults: {late_payments: 1, purpose: Car}
        tests:
          - {example: "Good <&> \"quick\" \u0007", row: {}, at-most: 1}
          - {example: Bad, row: {}, answer: "no"}
          - {example: Doubtful, row: {}, answer: "no", severity: warn}
          - {direction: Nothing, rows: [{}], change: {purpose: {to: Car}}, expect: never-higher}
          - {direction: Late, change: {late_payments: {add: 1}}, expect: never-higher}
        """;

    [Fact]
    public void Of_EveryOutcome_IsJUnit()
    {
        var document = Evaluate();

        var xml = BehaviourXml.Of(document);

        Refusals(xml).ShouldBeEmpty();
        var root = XDocument.Parse(xml).Root!;
        string[] counted = ["tests", "failures", "errors", "skipped"];
        counted.Select(name => (int)root.Attribute(name)!).ShouldBe([5, 2, 1, 1]);
        var cases = root.Element("testsuite")!.Elements().ToList();
        cases.Select(x => x.Elements().SingleOrDefault()?.Name.LocalName).ShouldBe(
            [null, "failure", "skipped", "error", "failure"]);
        ((string)cases[0].Attribute("name")!).ShouldBe("Good <&> \"quick\" \uFFFD");
        ((string)cases[1].Attribute("file")!).ShouldBe("tests.yml");
        ((int)cases[1].Attribute("line")!).ShouldBe(4);
        cases[4].Value.ShouldContain("Expected: late_payments plus 1 never raises the probability of yes");
        cases[4].Value.ShouldContain("sex ");
    }

    [Fact]
    public void Of_SameEvaluation_IsTheSameBytes() => BehaviourXml.Of(Evaluate()).ShouldBe(BehaviourXml.Of(Evaluate()));

    private static EvaluationDocument Evaluate() => Evaluator.Evaluate(
        Stressed.Request("{robustness: {standard: false}, bootstrap: {resamples: 100}, gates: []}", (rows, row) =>
            Stressed.Number(rows, "late_payments", row) is 1 ? 0.7 : Stressed.Sound(rows, row)) with
        {
            Behaviour = ManifestReader.Read(Tests, "tests.yml", BehaviourTests.Schema).OrThrow(),
        },
        TestContext.Current.CancellationToken).Value;

    private static List<string> Refusals(string xml)
    {
        var (refusals, schemas) = (new List<string>(), new XmlSchemaSet());
        using var schema = XmlReader.Create(new StringReader(Schema));
        schemas.Add(null, schema);
        XDocument.Parse(xml).Validate(schemas, (_, refused) => refusals.Add(refused.Message));
        return refusals;
    }
}
