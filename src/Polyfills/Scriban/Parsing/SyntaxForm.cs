namespace Scriban.Parsing;

/// <summary>What the documentation calls a construct, and how it is written; both are part of an error's text.</summary>
internal sealed record SyntaxForm(string Name, string Example)
{
    public static SyntaxForm If { get; } = new("if statement", "if <expression> ... end|else|else if");

    public static SyntaxForm For { get; } = new("for statement", "for <variable> in <expression> ... end");

    public static SyntaxForm TableRow { get; } = new("tablerow statement", "tablerow <variable> in <expression> ... end");

    public static SyntaxForm While { get; } = new("while statement", "while <expression> ... end");

    public static SyntaxForm Case { get; } = new("case statement", "case <expression> ... end|when|else");

    public static SyntaxForm When { get; } = new("when statement", "when <expression> ... end|when|else");

    public static SyntaxForm Function { get; } = new("function statement", "func <variable> ... end");

    public static SyntaxForm Capture { get; } = new("capture statement", "capture <variable> ... end");

    public static SyntaxForm With { get; } = new("with statement", "with <variable> ... end");

    public static SyntaxForm Wrap { get; } = new("wrap statement", "wrap <function_call> ... end");

    public static SyntaxForm ReadOnly { get; } = new("readonly statement", "readonly <variable>");

    public static SyntaxForm Import { get; } = new("import statement", "import <expression>");

    public static SyntaxForm Assign { get; } = new("assign expression", "<target_expression> = <value_expression>");

    public static SyntaxForm Binary { get; } = new("binary expression", "<expression> operator <expression>");

    public static SyntaxForm Unary { get; } = new("unary expression", "<operator> <expression>");

    public static SyntaxForm Conditional { get; } = new("conditional expression", "<condition> ? <then_value> : <else_value>");

    public static SyntaxForm Pipe { get; } = new("pipe expression", "<expression> | <expression>");

    public static SyntaxForm Nested { get; } = new("nested expression", "(<expression>)");

    public static SyntaxForm Array { get; } = new("array initializer", "[item1, item2,...]");

    public static SyntaxForm Object { get; } =
        new("object initializer expression", "{ member1: <expression>, member2: ... }");

    public static SyntaxForm Call { get; } =
        new("function call expression", "<target_expression> <arguemnt[0]> ... <arguement[n]>");

    public static SyntaxForm Member { get; } = new("member expression", "<expression>.<variable_name>");

    public static SyntaxForm Indexer { get; } = new("indexer expression", "<expression>[<index_expression>]");

    public static SyntaxForm Interpolated { get; } = new("interpolated expression", "{<expression>}");
}
