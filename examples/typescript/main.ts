import { App, Chart } from 'cdk8s';
import { variants } from './variants';

const app = new App();
for (const { name, build } of variants) {
  build(new Chart(app, name));
}
app.synth();
