using System.Globalization;
using System.Text;

namespace ResidentAssistant.Language;

/// <summary>Draws how the share of mistakes grows with the share of messages that are answered without asking back.</summary>
internal static class RiskCoverageChart
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 56;
    private const int Bottom = 310;
    private const int Right = 620;
    private const int Top = 30;

    /// <summary>The curve as SVG; the vertical axis ends at the next full five percent.</summary>
    public static string Draw(IReadOnlyList<(double Coverage, double Risk, double Confidence)> points)
    {
        var most = Math.Max(0.05, Math.Ceiling(points.Skip(points.Count / 10).Select(p => p.Risk).DefaultIfEmpty(0).Max() * 20) / 20);
        double X(double coverage) => Left + (coverage * (Right - Left));
        double Y(double risk) => Bottom - (Math.Min(risk, most) / most * (Bottom - Top));
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        for (var i = 0; i <= 5; i++)
        {
            var (share, risk) = (i / 5.0, most * i / 5);
            svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(risk):F1}H{Right}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{Y(risk) + 4:F1}\" text-anchor=\"end\">{risk:P1}</text>");
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{X(share):F1}\" y=\"{Bottom + 18}\" text-anchor=\"middle\">{share:P0}</text>");
        }

        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Right) / 2}\" y=\"{Bottom + 40}\" text-anchor=\"middle\">messages read without asking back</text><text x=\"{Left}\" y=\"{Top - 12}\">wrong among these</text>");
        svg.Append("<polyline fill=\"none\" stroke=\"#06743b\" stroke-width=\"2\" points=\"");
        foreach (var point in points) svg.Append(CultureInfo.InvariantCulture, $"{X(point.Coverage):F1},{Y(point.Risk):F1} ");
        svg.AppendLine("\"/>\n</svg>");
        return svg.ToString();
    }
}
